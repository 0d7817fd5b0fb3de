"""Clusters of a whole collection by several methods, and the small networks that some of them learn."""
