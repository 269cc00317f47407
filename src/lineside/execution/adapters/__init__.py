"""Where mandatory checks are recorded."""
