"""Words as a query: what a text means in the space of the features."""

from annotator.words.meaning import Interpreter

__all__ = ["Interpreter"]
