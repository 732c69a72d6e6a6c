"""The administrators' pages: accounts, pools, places, providers, retention, and their journal."""
