"""The application, the main window and what belongs to no open project."""
