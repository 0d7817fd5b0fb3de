"""Annotator: find all images of a collection that show a topic of your choice.

The learning core and the session do not need a GUI. Start with :class:`annotator.session.session.Session`, also
available as ``annotator.Session`` (imported on first use to keep ``import annotator`` fast).
"""

from typing import TYPE_CHECKING, Any

from annotator.version import __version__

if TYPE_CHECKING:
    from annotator.session.session import Session

__all__ = ["Session", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Session":
        from annotator.session.session import Session

        return Session
    raise AttributeError(f"module 'annotator' has no attribute {name!r}")
