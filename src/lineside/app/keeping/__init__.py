"""Backup and restore of a data folder: database, historian, files and keys in one archive."""
