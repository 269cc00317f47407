"""Lineside: a manufacturing execution system that foresees, recommends and acts under policy."""

__version__ = "0.1.0"
