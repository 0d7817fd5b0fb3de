"""Numerical routines: pure functions of arrays, without state and files."""
