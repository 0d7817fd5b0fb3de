"""Preferences and the language of the window."""
