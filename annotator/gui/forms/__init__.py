"""Form fields generated from declared parameters."""
