"""Long-running work and its progress."""
