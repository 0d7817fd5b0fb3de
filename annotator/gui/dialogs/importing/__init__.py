"""Dialogs that take in what other programs know."""
