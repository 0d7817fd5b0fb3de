"""The images and features of a project, joined by name."""
