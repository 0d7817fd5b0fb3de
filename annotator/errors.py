"""Exceptions whose messages are shown to the user.

A message says what happened, to which file or value, and what to do about it. Any exception that does not derive from
:class:`AnnotatorError` is a defect of the program.
"""


class AnnotatorError(Exception):
    """Base class of errors the user can fix; the message is shown unchanged."""


class ProjectError(AnnotatorError):
    """The project file cannot be created, opened, locked or written."""


class UnknownPlacesError(ProjectError):
    """The project refers to files outside its folder and has not been granted access to them.

    Attributes:
        places: Those paths.
    """

    def __init__(self, message: str, places: tuple[str, ...]) -> None:
        super().__init__(message)
        self.places = places


class FeatureError(AnnotatorError):
    """The feature file is missing, damaged, of an unknown layout, or contains unusable values."""


class ImageError(AnnotatorError):
    """An image or the image folder cannot be read."""


class PluginError(AnnotatorError):
    """A plugin cannot be loaded, or what it returned cannot be used."""


class StrategyError(AnnotatorError):
    """A strategy failed or received an unknown parameter."""


class ModelError(AnnotatorError):
    """The relevance model cannot be computed with these labels and settings."""


class ExportError(AnnotatorError):
    """An export could not be written; the previous file, if any, is untouched."""


class ImportLabelsError(AnnotatorError):
    """Labels of another program cannot be read or are ambiguous; nothing was changed."""


class XmpError(AnnotatorError):
    """A sidecar file cannot be read; it was not modified."""


class ConfigError(AnnotatorError):
    """A setting has an unknown name or is out of range."""


class Cancelled(Exception):  # noqa: N818 - not an error: the user requested it
    """The user canceled; nothing was changed."""
