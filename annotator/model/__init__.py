"""Gaussian-process relevance model."""
