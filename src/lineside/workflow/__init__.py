"""Workflow: rules on news and durable approvals."""
