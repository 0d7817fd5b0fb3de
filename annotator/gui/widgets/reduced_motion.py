"""Whether things glide and fade, or jump: as the system says, or as the person prefers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyle, QWidget

_PROPERTY = "reduced_motion"
_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip, Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_FadeTooltip,
)  # fmt: skip


def set_reduced_motion(app: QApplication, mode: str) -> None:
    """Let things jump (``on``), glide (``off``), or do what the system says (``system``)."""
    app.setProperty(_PROPERTY, mode)
    if mode == "on":
        for effect in _EFFECTS:
            app.setEffectEnabled(effect, False)


def moves(widget: QWidget) -> bool:
    """Tell whether ``widget`` may glide."""
    app = QApplication.instance()
    mode = None if app is None else app.property(_PROPERTY)
    if mode in ("on", "off"):
        return bool(mode == "off")
    # The style reports no animations where the system was asked for reduced motion.
    return bool(widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget))
