"""The integrity watch: what looks wrong in the ledgers, and the inspections it leads to."""
