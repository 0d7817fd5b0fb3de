"""The dialog for the settings of a topic: goal and batch size, strategy, scope, model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QScrollArea, QSpinBox, QTabWidget, QWidget

from annotator.data.project.topics import Topic
from annotator.gui.controller.topic_choice import TopicChoice
from annotator.gui.dialogs.goal_chooser import GoalChooser
from annotator.gui.dialogs.scope_form import ScopeForm
from annotator.gui.dialogs.strategy_page import StrategyPage
from annotator.gui.forms.parameter_form import ParameterForm
from annotator.gui.text.translate import localized, tr
from annotator.gui.widgets.build import DialogButtons, heading, hint, in_column, named, scrolled, wrapped
from annotator.parameters import ModelSettings, build, values_of
from annotator.session.session import Session
from annotator.strategies.registry import Registry

if TYPE_CHECKING:
    from annotator.gui.tasks.tasks import TaskCenter

LARGEST_BATCH = 64
SIZE = (720, 640)
SIZE_EM = (44, 36)
"""Least size in logical pixels, and in heights of a line."""


def _shown(value: object) -> str:
    return localized(f"{value:.4g}") if isinstance(value, float) else str(value)


def _differences(own: ModelSettings, in_effect: ModelSettings | None) -> str:
    """Describe how the settings of the model in effect differ from the chosen ones, "" if they do not."""
    if in_effect is None:
        return ""
    changed = [
        f"{name.replace('_', ' ')} {_shown(value)}"
        for name, value in values_of(in_effect).items()
        if getattr(own, name) is not None and getattr(own, name) != value
    ]
    return tr("In effect at present: {changed}.").format(changed=", ".join(changed)) if changed else ""


class TopicSettingsDialog(QDialog):
    """A page for the goal, and forms built from the declarations of strategies and model."""

    def __init__(
        self,
        topic: Topic,
        registry: Registry,
        in_effect: ModelSettings | None,
        parent: QWidget | None = None,
        *,
        session: Session | None = None,
        tasks: TaskCenter | None = None,
    ) -> None:
        """Show the settings of ``topic``.

        Args:
            topic: The topic.
            registry: Strategies to choose from.
            in_effect: Settings of the model in effect, ``None`` while they are not known.
            parent: Widget that owns the dialog.
            session: The project, to choose images by their metadata; without it, the page is left out.
            tasks: Where reading metadata is listed.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Strategy and model for “{topic}”").format(topic=topic.name))
        self.resize(self._comfortable())
        self.strategies = StrategyPage(registry, self)
        self.goals = GoalChooser(registry, self)
        self.scope_form = None if session is None else ScopeForm(session, self, tasks)
        in_use = {} if in_effect is None else {name: _shown(value) for name, value in values_of(in_effect).items()}
        self.model_form = ParameterForm(ModelSettings, values_of(topic.model), self, in_use=in_use)
        self.in_effect = hint(_differences(topic.model, in_effect), self)
        self.pages = named(QTabWidget(self), tr("Pages of the settings"))
        self.pages.tabBar().setAccessibleName(tr("Pages of the settings"))
        self.pages.addTab(self._scrolled(self._goal_page(topic)), tr("Goal"))
        self.pages.addTab(self.strategies, tr("Strategy"))
        if self.scope_form is not None:
            self.pages.addTab(self._scrolled(self.scope_form), tr("Which images"))
            self.scope_form.edited.connect(self._check)
        self.pages.addTab(self._scrolled(self.model_form, self.in_effect), tr("Model"))
        self._problem = wrapped("", self, "problem")
        buttons = self._buttons()
        in_column((self.pages, 1), self._problem, buttons, on=self)
        self.strategies.set(topic.strategy, topic.parameters or {})
        self.goals.chosen.connect(lambda goal: self.strategies.set(goal.strategy, goal.parameters))
        self.strategies.edited.connect(self._strategy_edited)
        self.model_form.edited.connect(self._check)
        self._strategy_edited()

    def _comfortable(self) -> QSize:
        """Return a size that suits the font and the screen."""
        em, free = self.fontMetrics().height(), self.screen().availableSize()
        return QSize(max(SIZE[0], SIZE_EM[0] * em), max(SIZE[1], SIZE_EM[1] * em)).boundedTo(free * 0.9)

    def _goal_page(self, topic: Topic) -> QWidget:
        page = QWidget(self)
        self.batch_size = named(QSpinBox(page, minimum=1, maximum=LARGEST_BATCH), tr("Images per batch"))
        self.batch_size.setValue(topic.batch_size)
        size = QFormLayout()
        size.addRow(tr("Images per &batch"), self.batch_size)
        in_column(heading(tr("What do you want from the next images?"), page), self.goals, 8, size, on=page, margins=0)
        return page

    def _scrolled(self, *parts: QWidget) -> QScrollArea:
        content = QWidget(self)
        in_column(*parts, None, on=content)
        area = scrolled(content, self)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _buttons(self) -> DialogButtons:
        buttons = DialogButtons(self)
        self.use = buttons.accept(tr("Use these settings"))
        buttons.reject(tr("Cancel"))
        defaults = buttons.addButton(tr("Use defaults"), DialogButtons.ButtonRole.ResetRole)
        defaults.setToolTip(tr("Show the defaults of the strategy and the model, and remove all filters"))
        defaults.clicked.connect(lambda _checked=False: self._reset())
        return buttons

    def _strategy_edited(self) -> None:
        self.goals.show_settings(self.strategies.goal, self.strategies.strategy)
        self._check()

    def _reset(self) -> None:
        self.strategies.form.reset()
        self.model_form.reset()
        if self.scope_form is not None:
            self.scope_form.reset()
        self._strategy_edited()

    def _check(self) -> None:
        problem = self.strategies.form.problem() or self.model_form.problem()
        if self.scope_form is not None:
            problem = problem or self.scope_form.problem()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.use.setDisabled(bool(problem))

    def choice(self) -> TopicChoice:
        """Return the settings of the forms.

        Raises:
            ConfigError: A value is invalid.
        """
        return TopicChoice(
            self.strategies.strategy,
            self.strategies.form.values(),
            self.batch_size.value(),
            build(ModelSettings, self.model_form.values()),
            None if self.scope_form is None else self.scope_form.value(),
        )

    def done(self, result: int) -> None:
        """Wait for the thread that reads metadata before the dialog closes."""
        if self.scope_form is not None:
            self.scope_form.reader.close_thread()
        super().done(result)
