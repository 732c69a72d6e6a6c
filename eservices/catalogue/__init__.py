"""The catalogue: one sheet for each procedure, listed, found by everyday words, and kept true."""
