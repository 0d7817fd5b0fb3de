"""Metadata columns of a collection: read, store and query them."""
