"""Feature files: layout detection, validation, and access to rows in blocks."""
