"""What the administration offers: definitions, country packs, catalogue and lodging."""
