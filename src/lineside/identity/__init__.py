"""Identity: users, roles, sessions, policy and the audit trail."""
