"""Errors that a user can act on.

Every message is shown as it is, so it says what happened, to which file or value, and what to do about it. Any
exception that does not derive from :class:`AnnotatorError` is a defect of the program.
"""


class AnnotatorError(Exception):
    """Base of everything the user can fix; the message is shown unchanged."""


class ProjectError(AnnotatorError):
    """The project file cannot be created, opened, locked or written."""


class UnknownPlacesError(ProjectError):
    """A project wants to read outside of its folder, and nobody has allowed it to.

    Attributes:
        places: Where.
    """

    def __init__(self, message: str, places: tuple[str, ...]) -> None:
        super().__init__(message)
        self.places = places


class FeatureError(AnnotatorError):
    """The feature file is missing, damaged, in an unknown layout, or its values cannot be used."""


class ImageError(AnnotatorError):
    """An image or the image folder cannot be read."""


class PluginError(AnnotatorError):
    """A plugin cannot be loaded, or what it returned cannot be used."""


class StrategyError(AnnotatorError):
    """A strategy failed, or was given a parameter it does not have."""


class ModelError(AnnotatorError):
    """The relevance model cannot be computed with these labels and settings."""


class ExportError(AnnotatorError):
    """An export could not be written; the previous file, if any, is untouched."""


class ImportLabelsError(AnnotatorError):
    """Labels of another program cannot be read, or it is not clear what they mean; nothing was changed."""


class XmpError(AnnotatorError):
    """A sidecar cannot be read; it was not touched."""


class ConfigError(AnnotatorError):
    """A setting has an unknown name or a value out of its range."""


class Cancelled(Exception):  # noqa: N818 - not an error: the person asked for it
    """The user canceled; nothing was changed."""
