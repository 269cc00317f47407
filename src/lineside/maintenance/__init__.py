"""Maintenance: condition, remaining life and work orders."""
