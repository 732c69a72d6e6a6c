"""The citizens' web application."""
