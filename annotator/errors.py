"""Exceptions whose messages are shown to the user.

A message says what happened, to which file or value, and what to do about it. Any exception that does not derive from
:class:`AnnotatorError` is a defect of the program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from annotator.messages import Message


class AnnotatorError(Exception):
    """Base of everything the user can fix.

    ``raise FeatureError("{path}: the file is empty", path=path)``: the template is a literal, what varies is a field.
    ``str(error)`` is the English sentence; the window translates the template. A field may be another error or a
    :class:`~annotator.messages.Message`, which are translated too: ``ExportError("{error}", error=error)``.

    Args:
        template: The sentence, as :class:`~annotator.messages.Message` takes it.
        fields: Values of the fields of the template.

    Attributes:
        message: The sentence with its template and fields.
    """

    def __init__(self, template: str, /, **fields: object) -> None:
        self.message = Message(template, **fields)
        super().__init__(self.message)

    @property
    def template(self) -> str:
        """The sentence with its fields in braces."""
        return self.message.template

    @property
    def fields(self) -> Mapping[str, Any]:
        """The values of the fields."""
        return self.message.fields

    def __reduce__(self) -> tuple[Callable[..., AnnotatorError], tuple[Any, ...]]:
        """Rebuild it with what subclasses added when it is pickled."""
        return _rebuilt, (type(self), self.__dict__)


def _rebuilt(kind: type[AnnotatorError], state: Mapping[str, Any]) -> AnnotatorError:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    error.args = (error.message,)
    return error


class ProjectError(AnnotatorError):
    """The project file cannot be created, opened, locked or written."""


class DamagedProjectError(ProjectError):
    """The project file is damaged.

    Its field ``reason`` says what is wrong with it, without the advice what to do.
    """


class UnknownPlacesError(ProjectError):
    """The project refers to files outside its folder and has not been granted access to them.

    Attributes:
        places: Those paths.
    """

    def __init__(self, template: str, places: tuple[str, ...], /, **fields: object) -> None:
        super().__init__(template, **fields)
        self.places = places


class FeatureError(AnnotatorError):
    """The feature file is missing, damaged, of an unknown layout, or contains unusable values."""


class OtherFeaturesError(FeatureError):
    """The feature file is not the one that the project was created with; its field ``path`` names it."""


class ImageError(AnnotatorError):
    """An image or the image folder cannot be read."""


class PluginError(AnnotatorError):
    """A plugin cannot be loaded, or what it returned cannot be used."""


class StrategyError(AnnotatorError):
    """A strategy failed or received an unknown parameter."""


class UnknownStrategyError(StrategyError):
    """There is no strategy of that name; it may belong to a plugin that is not loaded."""


class ModelError(AnnotatorError):
    """The relevance model cannot be computed with these labels and settings."""


class ExportError(AnnotatorError):
    """An export could not be written; the previous file, if any, is untouched."""


class ReplacesError(ExportError):
    """A file would be replaced that the program did not write, or that was changed since."""


class ImportLabelsError(AnnotatorError):
    """Labels of another program cannot be read or are ambiguous; nothing was changed."""


class TableError(AnnotatorError):
    """A table cannot be read, or lacks a column; nothing was changed."""


class AmbiguousColumnError(TableError):
    """Several columns or fields can be the one that is needed, and the person has to choose.

    Attributes:
        role: What it is needed for: ``image`` or ``label``.
        candidates: Their names.
    """

    def __init__(self, template: str, role: str, candidates: tuple[str, ...], /, **fields: object) -> None:
        super().__init__(template, **fields)
        self.role = role
        self.candidates = candidates


class XmpError(AnnotatorError):
    """A sidecar file cannot be read; it was not modified."""


class ConfigError(AnnotatorError):
    """A setting has an unknown name or is out of range."""


class Cancelled(Exception):  # noqa: N818 - not an error: the user requested it
    """The user canceled; nothing was changed."""


def sentence(error: BaseException) -> str:
    """Return what an error says, as a message if it is one that the user can fix."""
    return error.message if isinstance(error, AnnotatorError) else str(error)
