"""The panel Filter: folders, a time line, and other facets of the images, with counts."""
