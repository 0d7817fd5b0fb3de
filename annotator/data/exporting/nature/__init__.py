"""Exports for those who study animals and plants."""
