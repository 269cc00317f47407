"""Learning: models, their versions, evaluation and drift."""
