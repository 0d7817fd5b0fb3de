"""Execution of simulated searches and storage of their results."""
