"""Arrays in, arrays out: no state, no files."""
