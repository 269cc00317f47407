"""The parts of the maintenance benchmark, by kind of data."""
