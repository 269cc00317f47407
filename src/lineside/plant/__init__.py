"""The plant: equipment hierarchy, calendars, reasons, materials, units and vocabulary."""
