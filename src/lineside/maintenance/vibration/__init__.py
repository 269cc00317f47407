"""Vibration: features of raw wave-forms in columns, compiled and vectorised."""
