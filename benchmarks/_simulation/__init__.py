"""Line simulation: reference cases with exact values, and speed beside SimPy, Ciw and salabim."""
