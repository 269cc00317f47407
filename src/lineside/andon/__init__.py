"""Andon: alerts, calls for help, acknowledgement and escalation."""
