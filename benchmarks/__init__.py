"""Programs that measure Lineside beside its peers."""
