"""The gateway: samples are kept at the edge until the server has them, and taken in there once."""
