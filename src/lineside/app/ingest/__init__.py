"""The data plane: sources -> preparation -> historian and live values; only what is derived from
samples (a machine's state, an alarm) goes through the door as news."""

from lineside.app.ingest.listening import Ingest

__all__ = ["Ingest"]
