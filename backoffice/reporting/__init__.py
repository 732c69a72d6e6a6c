"""Activity reports: what the sums say of a day, a month or a year, kept as it was said."""
