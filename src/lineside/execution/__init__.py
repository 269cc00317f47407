"""Execution: orders, routings, operations, labour, downtime and OEE."""
