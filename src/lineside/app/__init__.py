"""App: HTTP, worker, edge gateway, command line and wiring."""
