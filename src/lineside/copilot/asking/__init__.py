"""Questions over live data without a language model: read, check that all is understood, ask."""
