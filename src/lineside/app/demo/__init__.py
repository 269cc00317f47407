"""The demonstration: a simulated plant that speaks real protocols, its people, and its story."""
