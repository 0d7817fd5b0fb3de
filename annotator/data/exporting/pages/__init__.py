"""Pages to read and print that belong to an export."""
