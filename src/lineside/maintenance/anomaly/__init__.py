"""Anomaly: how far rows of signals lie from what was normal, and which signals make it so."""
