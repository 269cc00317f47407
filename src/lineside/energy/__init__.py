"""Energy: meters, consumption per machine and part, and load."""
