"""Fault injection: killed programs, full or failing disks, power failures, and checks of what remains of a search."""
