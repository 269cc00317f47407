"""Inventory: stock by lot, spare parts, reservations and demand."""
