"""The Gaussian-process relevance model."""
