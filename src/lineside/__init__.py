"""Lineside: a manufacturing execution system that foresees, recommends, acts under policy and measures."""

__version__ = "0.1.0"
