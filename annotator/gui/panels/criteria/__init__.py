"""What counts as relevant, in the words of the person."""
