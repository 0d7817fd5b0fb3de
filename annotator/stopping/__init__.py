"""When to stop: estimates of what is left to find, bounds that hold, and rules, each with what it assumes."""
