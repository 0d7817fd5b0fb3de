"""Clusters of the images of a project."""
