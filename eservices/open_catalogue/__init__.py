"""The catalogue for machines: linked data (CPSV-AP, schema.org), feeds of changes, a map."""
