"""Where inventory's master data comes from."""
