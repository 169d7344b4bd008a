"""The steps of the schema, one a module."""
