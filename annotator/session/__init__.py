"""The open project: the session, and one part for each thing that it holds."""
