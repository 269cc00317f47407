"""What the retrieval program reads."""
