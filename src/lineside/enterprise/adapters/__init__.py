"""How the enterprise system is reached."""
