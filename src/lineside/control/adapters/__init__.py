"""Ways to the machines' set-points."""
