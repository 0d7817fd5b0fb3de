"""The application, the main window and everything outside an open project."""
