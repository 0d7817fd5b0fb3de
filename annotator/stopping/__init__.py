"""When to stop: estimates and bounds of the number of relevant images left, and stopping rules."""
