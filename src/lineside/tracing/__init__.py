"""Tracing: lots, serials and genealogy both ways."""
