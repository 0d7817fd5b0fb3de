"""The map of the collection as a panel: drawing, lasso and keyboard."""
