"""Dialogs for several people who judge the same images."""
