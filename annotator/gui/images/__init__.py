"""Decode images and make thumbnails in the background."""
