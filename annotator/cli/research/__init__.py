"""Commands for research: simulated users, comparisons of strategies, settings of the model."""
