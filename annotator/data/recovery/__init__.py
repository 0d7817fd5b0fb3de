"""Check, salvage and restore damaged projects."""
