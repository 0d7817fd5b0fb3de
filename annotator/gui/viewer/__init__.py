"""The view of a single image."""
