"""Whether scrolling and transitions are animated: as set in the system, or in the preferences."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyle, QWidget

_PROPERTY = "reduced_motion"
_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip, Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_FadeTooltip,
)  # fmt: skip


def set_reduced_motion(app: QApplication, mode: str) -> None:
    """Set reduced motion ``on`` or ``off``, or follow the ``system``."""
    app.setProperty(_PROPERTY, mode)
    if mode == "on":
        for effect in _EFFECTS:
            app.setEffectEnabled(effect, False)


def moves(widget: QWidget) -> bool:
    """Return whether ``widget`` may be animated."""
    app = QApplication.instance()
    mode = None if app is None else app.property(_PROPERTY)
    if mode in ("on", "off"):
        return bool(mode == "off")
    # The style reports no animations if reduced motion is set in the system.
    return bool(widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget))
