"""Experiment files: the formats and what they specify."""
