"""The open project: the session and its parts."""
