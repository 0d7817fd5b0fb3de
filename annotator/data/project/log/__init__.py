"""What follows from the event log, and the texts of topics in it."""
