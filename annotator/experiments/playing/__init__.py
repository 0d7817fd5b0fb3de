"""Run simulated searches and store their results."""
