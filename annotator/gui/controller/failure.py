"""Messages about failures of the model."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from annotator.errors import AnnotatorError, UnknownStrategyError
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.types import Snapshot


@dataclass(frozen=True)
class Failure:
    """A failure of the model.

    Attributes:
        text: What happened and what to do, in a sentence or two.
        details: Where it happened, for users who want to report it; "" if the user can fix it.
    """

    text: str
    details: str = ""


def failure_of(error: Exception) -> Failure:
    """Return the failure for ``error``: our own errors explain what to do, any other is a bug."""
    if isinstance(error, UnknownStrategyError):
        text = tr(
            "There is no strategy {name}. If it belongs to a plugin, switch the plugin on (Project > Plugins…); or "
            "choose another strategy in the settings of the topic."
        )
        return Failure(text.format(name=error.fields["name"]))
    if isinstance(error, AnnotatorError):
        return Failure(core_words(error))
    text = tr("The model failed: {name}: {error}").format(name=type(error).__name__, error=error)
    return Failure(text, "".join(traceback.format_exception(error)))


def out_of_memory(snapshot: Snapshot) -> Failure:
    """Return the failure of a strategy that was stopped because it used up the memory of the computer."""
    text = tr(
        "The strategy {name} was stopped: it used up the memory of this computer. Close other programs, or choose "
        "another strategy."
    )
    return Failure(text.format(name=snapshot.strategy))


def stuck_text(snapshot: Snapshot, seconds: float) -> str:
    """Return the message about a strategy that has reported nothing for ``seconds``."""
    text = tr("The strategy {name} has reported nothing for {count} seconds. You can go on judging meanwhile.")
    return text.format(name=snapshot.strategy, count=round(seconds))
