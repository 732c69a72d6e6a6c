"""Everything particular to a country: its packs, as data, and how they are read and loaded."""
