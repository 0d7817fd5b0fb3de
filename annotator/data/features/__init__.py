"""Feature files: their layouts, their validation, and access to their rows in blocks."""
