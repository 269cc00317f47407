"""Guidance: recommendations, decisions on them and their outcomes."""
