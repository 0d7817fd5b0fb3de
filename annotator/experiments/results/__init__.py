"""Tables, statistics and figures of finished experiments."""
