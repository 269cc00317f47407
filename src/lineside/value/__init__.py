"""Value: baselines, outcomes and savings."""
