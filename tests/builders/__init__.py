"""Builders: what a story needs, by the names of the field."""
