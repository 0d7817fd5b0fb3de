"""Query strategies: which images to judge next."""
