"""Form fields made from declared parameters."""
