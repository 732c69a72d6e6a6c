"""The demonstration driven over HTTP: a citizen, agents and a signatory who use the real pages."""
