"""Metadata columns of a collection: reading, storing and using them."""
