"""The panel Filter without widgets: what can be chosen, how many images each choice has, and the condition for it."""
