"""The style sheet: flat bars and buttons, slim scroll bars; the Fusion style draws everything else."""

from __future__ import annotations

import re
from dataclasses import asdict
from importlib import resources
from string import Template

from annotator.gui.widgets.colors import Grays

STYLE = """
QLabel[role="title"] { font-size: 26pt; font-weight: 300; }
QLabel[role="lead"] { font-size: 11pt; color: palette(placeholder-text); }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="hint"] { color: palette(placeholder-text); }
QLabel[role="problem"] { color: palette(window-text); font-weight: 600; padding: 4px 0; }
QPushButton[role="large"] { padding: 14px 12px; }

QLabel#remark { padding-right: 18px; color: palette(placeholder-text); }
QSpinBox, QComboBox { min-height: 22px; }

QFrame#judgement_bar { border-top: 1px solid palette(mid); }
QFrame#coach {
    background: palette(button); border: 1px solid palette(mid); border-left: 3px solid palette(highlight);
    border-radius: 6px;
}
QFrame#message_bar { background: palette(button); border-bottom: 1px solid palette(mid); }
QFrame#message_bar[problem="true"] { border-left: 4px solid #c04400; }
QFrame#toast { background: palette(button); border: 1px solid palette(dark); border-radius: 8px; }
QDialog#palette { background: palette(window); border: 1px solid palette(dark); }
QFrame#card { background: palette(button); border: 1px solid palette(mid); border-radius: 8px; }
QWidget#well { background: palette(base); }
QListWidget#recent { border: 1px solid palette(mid); border-radius: 6px; padding: 4px; }
QListWidget#recent::item { border-radius: 4px; padding: 2px 8px; }
QListWidget#recent::item:selected { background: palette(highlight); color: palette(highlighted-text); }
"""


def scaled(percent: int) -> str:
    """Return the style sheet with all font sizes scaled; style sheets do not support relative sizes."""
    return re.sub(r"font-size: (\d+)pt", lambda size: f"font-size: {int(size[1]) * percent / 100:g}pt", STYLE)


_SHEET = Template("""
QFrame#preview { background: $raised; border: 1px solid $line; border-radius: 6px; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }

QToolBar { background: $window; border: none; border-bottom: 1px solid $line; spacing: 4px; padding: 4px 6px; }
QToolBar::separator { background: $line; width: 1px; margin: 5px 4px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px 6px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $pressed; border-color: $line; }
QToolButton:focus { border-color: $focus; }
QToolButton::menu-indicator { image: none; width: 0; }

QPushButton {
    background: $raised; border: 1px solid $line; border-radius: 6px; padding: 5px 14px; min-height: 18px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border-color: $focus; }
QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton:default:focus { border-color: $text; }
QPushButton:disabled { background: $window; color: $faded; border-color: $faint; }

QCheckBox::indicator, QAbstractItemView::indicator {
    width: 13px; height: 13px; background: $well; border: 1px solid $dim; border-radius: 3px;
}
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: $focus; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$check");
}
QCheckBox::indicator:disabled, QAbstractItemView::indicator:disabled { border-color: $faded; }
QCheckBox::indicator:checked:disabled { background: $faded; border-color: $faded; }

QLineEdit { background: $well; border: 1px solid $line; border-radius: 6px; padding: 4px 7px; }
QLineEdit:focus { border-color: $focus; }
QLineEdit:disabled { color: $faded; border-color: $faint; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $thumb; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $dim; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: $window; }
QMenuBar::item { background: transparent; padding: 4px 9px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 26px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $faded; background: transparent; }
QMenu::icon { padding-left: 6px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }

QStatusBar { background: $window; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QDockWidget::title { background: $window; padding: 6px 8px; }

QHeaderView::section {
    background: $window; color: $dim; border: none; border-bottom: 1px solid $line; padding: 5px 8px;
}
QTabBar::tab { background: transparent; color: $dim; padding: 6px 12px; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $focus; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QProgressBar { background: $pressed; border: none; border-radius: 3px; min-height: 6px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
""")


def stylesheet(grays: Grays) -> str:
    """Return the style sheet in the colors of a scheme."""
    return _SHEET.substitute(
        asdict(grays),
        check=str(resources.files("annotator.gui").joinpath("resources/check.svg")).replace("\\", "/"),
        hover=grays.blend(0.09),
        pressed=grays.blend(0.16),
        thumb=grays.blend(0.28),
        faint=grays.blend(0.12),
        faded=grays.blend(0.45),
        focus=grays.link,
    )
