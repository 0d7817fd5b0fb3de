"""Long-running tasks and their progress."""
