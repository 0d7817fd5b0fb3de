"""The table of actions, their keys, and the key editor."""
