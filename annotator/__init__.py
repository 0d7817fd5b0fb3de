"""Annotator: find every image of a collection that shows what you have in mind.

The learning core and the session need no GUI. Start with :class:`annotator.session.session.Session`, which is also
available as ``annotator.Session`` (imported on first use, so that ``import annotator`` stays cheap).
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
