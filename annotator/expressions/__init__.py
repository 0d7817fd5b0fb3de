"""Conditions and formulas that people type over columns."""
