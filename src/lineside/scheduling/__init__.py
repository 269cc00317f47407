"""Scheduling: the finite plan and what moved in it."""
