"""Annotator: find all images of a collection that show a topic of your choice.

The learning core and the session need no GUI. Start with :class:`annotator.Session`; docs/api.md describes it. The
names of this module are imported on first use, so that ``import annotator`` stays cheap.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from annotator.version import __version__

if TYPE_CHECKING:
    from annotator.errors import AnnotatorError
    from annotator.parameters import parameter
    from annotator.session.session import Session
    from annotator.strategies.base import Pool
    from annotator.types import Batch, Change, Label, Ranking

__all__ = ["AnnotatorError", "Batch", "Change", "Label", "Pool", "Ranking", "Session", "__version__", "parameter"]

_HOMES = {
    "AnnotatorError": "annotator.errors",
    "Batch": "annotator.types",
    "Change": "annotator.types",
    "Label": "annotator.types",
    "Pool": "annotator.strategies.base",
    "Ranking": "annotator.types",
    "Session": "annotator.session.session",
    "parameter": "annotator.parameters",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'annotator' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
