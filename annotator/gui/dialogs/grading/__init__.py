"""Grades of relevance."""
