"""The dialog for what a topic is learned with: strategy, batch size, which images, model."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.config import ModelSettings, Scope, build, values
from annotator.gui.parameter_form import ParameterForm, heading, hint
from annotator.gui.scope_form import ScopeForm
from annotator.strategies.registry import Registry

if TYPE_CHECKING:
    from annotator.session import Session, Topic
    from annotator.strategies.base import Strategy

LARGEST_BATCH = 64
SIZE = (620, 640)


@dataclass(frozen=True)
class TopicChoice:
    """What the person chose.

    Attributes:
        strategy: Name of the strategy.
        parameters: Its parameters, complete.
        batch_size: Images per batch.
        model: Settings of the relevance model.
        scope: Which images are proposed; None leaves that as it is.
    """

    strategy: str
    parameters: Mapping[str, Any]
    batch_size: int
    model: ModelSettings
    scope: Scope | None = None


def _shown(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _differences(own: ModelSettings, in_effect: ModelSettings | None) -> str:
    """Say in which settings the model that is in effect differs from those of the person, "" if in none."""
    if in_effect is None:
        return ""
    changed = [
        f"{name.replace('_', ' ')} {_shown(value)}"
        for name, value in values(in_effect).items()
        if getattr(own, name) is not None and getattr(own, name) != value
    ]
    return f"In effect at present: {', '.join(changed)}." if changed else ""


class TopicSettingsDialog(QDialog):
    """Forms made from what strategies and model declare."""

    def __init__(
        self,
        topic: Topic,
        registry: Registry,
        in_effect: ModelSettings | None,
        parent: QWidget | None = None,
        *,
        session: Session | None = None,
    ) -> None:
        """Show the settings of ``topic``.

        Args:
            topic: The topic.
            registry: Strategies to choose from.
            in_effect: Settings of the model in effect, ``None`` while they are not known.
            parent: Widget that owns the dialog.
            session: The project, to choose images by their metadata; without it that is not offered.
        """
        super().__init__(parent)
        self.setWindowTitle(f"Strategy and model for “{topic.name}”")
        self.resize(*SIZE)
        self._registry = registry
        self._stored = {topic.strategy: dict(topic.parameters)}
        self._build_strategy(topic)
        in_use = {} if in_effect is None else {name: _shown(value) for name, value in values(in_effect).items()}
        self.model_form = ParameterForm(ModelSettings, values(topic.model), self, in_use=in_use)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.addWidget(heading("Which images to ask about next", content))
        column.addWidget(self._strategy_box)
        column.addSpacing(12)
        self.scope_form = None if session is None else ScopeForm(session, content)
        if self.scope_form is not None:
            column.addWidget(heading("Which images may be asked about", content))
            column.addWidget(self.scope_form)
            column.addSpacing(12)
            self.scope_form.edited.connect(self._check)
        column.addWidget(heading("Model", content))
        column.addWidget(self.model_form)
        self.in_effect = hint(_differences(topic.model, in_effect), content)
        column.addWidget(self.in_effect)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        self._problem.setProperty("role", "problem")
        buttons = QDialogButtonBox(self)
        self.use = buttons.addButton("Use these settings", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        defaults = buttons.addButton("Use defaults", QDialogButtonBox.ButtonRole.ResetRole)
        defaults.clicked.connect(lambda _checked=False: self._reset())
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)
        self.model_form.edited.connect(self._check)
        self._check()

    def _build_strategy(self, topic: Topic) -> None:
        self._strategy_box = QWidget(self)
        self.strategy = QComboBox(self._strategy_box)
        self.strategy.setAccessibleName("Strategy")
        # The longest title must not make the form wider than the dialog, which would cut it off.
        self.strategy.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.strategy.setMinimumContentsLength(24)
        for name, cls in self._registry.strategies.items():
            self.strategy.addItem(f"{cls.title}  ({name})", name)
        self._about = hint("", self._strategy_box)
        self.batch_size = QSpinBox(self._strategy_box)
        self.batch_size.setRange(1, LARGEST_BATCH)
        self.batch_size.setValue(topic.batch_size)
        self.batch_size.setAccessibleName("Images per batch")
        form = QFormLayout()
        form.addRow("&Strategy", self.strategy)
        form.addRow("", self._about)
        form.addRow("Images per &batch", self.batch_size)
        self._strategy_column = QVBoxLayout(self._strategy_box)
        self._strategy_column.setContentsMargins(0, 0, 0, 0)
        self._strategy_column.addLayout(form)
        self.strategy_form = ParameterForm(_Nothing, {}, self._strategy_box)
        self._strategy_column.addWidget(self.strategy_form)
        index = self.strategy.findData(topic.strategy)
        self.strategy.setCurrentIndex(max(0, index))
        self.strategy.currentIndexChanged.connect(lambda _index: self._strategy_changed())
        self._strategy_changed()

    def _strategy_changed(self) -> None:
        cls: type[Strategy] = self._registry.strategies[self.strategy.currentData()]
        text = inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].replace("\n", " ")
        self._about.setText(f"{text}\n{cls.reference}".strip())
        form = ParameterForm(cls, self._stored.get(cls.name, {}), self._strategy_box)
        form.edited.connect(self._check)
        self._strategy_column.replaceWidget(self.strategy_form, form)
        self.strategy_form.hide()
        self.strategy_form.deleteLater()
        self.strategy_form = form
        self._check()

    def _reset(self) -> None:
        self.strategy_form.reset()
        self.model_form.reset()
        if self.scope_form is not None:
            self.scope_form.reset()
        self._check()

    def _check(self) -> None:
        if not hasattr(self, "use"):
            return
        problem = self.strategy_form.problem() or self.model_form.problem()
        if self.scope_form is not None:
            problem = problem or self.scope_form.problem()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.use.setDisabled(bool(problem))

    def choice(self) -> TopicChoice:
        """Return what is set in the forms.

        Raises:
            ConfigError: Some value is wrong.
        """
        return TopicChoice(
            self.strategy.currentData(),
            self.strategy_form.values(),
            self.batch_size.value(),
            build(ModelSettings, self.model_form.values()),
            None if self.scope_form is None else self.scope_form.value(),
        )

    def done(self, result: int) -> None:
        """Wait for the thread that reads metadata before the dialog goes."""
        if self.scope_form is not None:
            self.scope_form.reader.close_thread()
        super().done(result)


@dataclass(frozen=True)
class _Nothing:
    """A group without parameters, shown until a strategy is."""
