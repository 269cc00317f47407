"""Control: set-points, recommended and adjusted within validated limits."""
