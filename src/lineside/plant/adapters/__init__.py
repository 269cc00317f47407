"""Where a plant's master data comes from."""
