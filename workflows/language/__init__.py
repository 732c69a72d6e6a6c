"""The procedure language: what a definition may say about how a case moves."""
