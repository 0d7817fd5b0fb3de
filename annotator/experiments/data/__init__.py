"""Labeled data sets for experiments."""
