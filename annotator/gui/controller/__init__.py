"""The state of an open project in the window and the model worker."""
