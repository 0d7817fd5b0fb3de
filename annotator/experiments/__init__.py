"""Experiments: strategies compared on data sets with known classes, and the search for good model settings."""
