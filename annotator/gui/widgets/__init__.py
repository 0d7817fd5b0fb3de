"""Theme, icons and small reusable widgets."""
