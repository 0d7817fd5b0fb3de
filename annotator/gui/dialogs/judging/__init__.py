"""Dialogs that judge many images at once."""
