"""Retention: what is known of people goes when the period that their e-service declares is over."""
