"""The kernel: what every room stands on; no word of manufacturing."""
