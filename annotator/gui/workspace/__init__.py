"""The view of an open project: batch, ranking, panels and status."""
