"""User-defined conditions and formulas over columns."""
