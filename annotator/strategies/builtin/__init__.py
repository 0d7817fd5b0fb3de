"""The built-in strategies, one file per method."""
