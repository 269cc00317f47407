"""How strangers reach the house over HTTP: generated from the catalogue, guarded by the door."""
