"""A new version over a live one: what differs, and what it changes for cases past and in flight."""
