"""The views: each reads what came, makes one call, and answers."""
