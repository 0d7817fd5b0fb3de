"""The settings chosen for a topic: strategy, batch size, model and scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.parameters import ModelSettings, Scope


@dataclass(frozen=True)
class TopicChoice:
    """The chosen settings.

    Attributes:
        strategy: Name of the strategy.
        parameters: Its parameters, complete.
        batch_size: Images per batch.
        model: Settings of the relevance model.
        scope: Which images may be proposed; None leaves it unchanged.
    """

    strategy: str
    parameters: Mapping[str, Any]
    batch_size: int
    model: ModelSettings
    scope: Scope | None = None
