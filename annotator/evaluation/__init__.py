"""Test collections: pools of several systems, measures for incomplete judgements, and how far they can be reused."""
