"""Experiment files: formats and specification."""
