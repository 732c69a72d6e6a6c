"""Words in the languages of the country: drafted by anybody, read once a native reader approved."""
