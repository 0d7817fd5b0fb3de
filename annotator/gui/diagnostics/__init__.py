"""Log file, freeze log and control of the garbage collector."""
