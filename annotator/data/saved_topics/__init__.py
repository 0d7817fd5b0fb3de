"""Topics in files of their own, for other collections."""
