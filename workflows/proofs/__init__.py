"""Who somebody is, proved by more than a password: codes, security keys, recovery codes."""
