"""Translation of texts from the core."""
