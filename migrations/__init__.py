"""The revisions of the database's schema, applied by `eservices migrate`."""
