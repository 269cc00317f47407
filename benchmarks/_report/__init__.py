"""The table of all programs: what runs, how it is read, and how it is shown."""
