"""Telemetry: connections, preparation, the historian and live state."""
