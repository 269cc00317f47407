"""Twin: simulation of the plant, what-if and calibration."""
