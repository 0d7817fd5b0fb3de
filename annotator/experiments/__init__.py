"""Experiments: comparison of strategies on data sets with known classes, and tuning of the model settings."""
