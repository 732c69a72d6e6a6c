"""The definition of an e-service: its model, how it is read, verified and published."""
