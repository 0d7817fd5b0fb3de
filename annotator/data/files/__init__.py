"""File names, file systems and durable writing."""
