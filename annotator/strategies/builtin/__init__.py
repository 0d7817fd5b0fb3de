"""Built-in strategies, one file per method."""
