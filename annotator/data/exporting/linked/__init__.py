"""Labels as linked data."""
