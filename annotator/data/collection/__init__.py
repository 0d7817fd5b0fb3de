"""The images and features of a project, matched by name."""
