"""Grades of judgements, and judgements of other people."""
