"""File names, file systems and durable writes."""
