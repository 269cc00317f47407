"""Copilot: questions, guides and narratives with sources."""
