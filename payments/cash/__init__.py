"""The cash desk: a provider of payments whose books are our own, kept by tills and sessions."""
