"""What other programs know of the photos of camera traps."""
