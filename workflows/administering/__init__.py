"""What administrators may do to accounts and pools, what takes a second one, and its journal."""
