"""Translation of the texts of the window."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QLocale

_PLURAL = re.compile(r"\((e?s)\)")
_UNIT = re.compile(r"(?<=}) (?=(?:%|s|ms|min|h|MB|GB)(?!\w))")
"""The space between a number and its unit, at which a line must not break."""


def tr(text: str, comment: str = "", n: int = -1) -> str:
    """Return ``text`` in the language of the window.

    Call it with literals, which lupdate can find, and only after the program has chosen its language. Put values into
    named fields: ``tr("{name} is missing").format(name=name)``.

    Args:
        text: English words. With ``n``, ``%n`` stands for the number and ``(s)`` or ``(es)`` for the plural.
        comment: What a translator needs to distinguish this from the same words elsewhere.
        n: Number that decides between singular and plural; negative for none.
    """
    if not text:
        return ""
    translated = _UNIT.sub("\u00a0", QCoreApplication.translate("", text, comment, n))
    if n >= 1000:
        translated = translated.replace(str(n), number(n))  # Qt writes %n without separators
    return _PLURAL.sub("" if n == 1 else r"\1", translated) if n >= 0 else translated


def number(value: int) -> str:
    """Return a whole number as the language of the window writes it, e.g. ``1,797`` or ``1.797``."""
    locale = QLocale()
    # The locale "C" writes no separators.
    return f"{value:,}" if locale.language() == QLocale.Language.C else locale.toString(int(value))


def localized(text: str) -> str:
    """Return a number that Python wrote, e.g. ``1,797.5``, as the language of the window writes it."""
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        return text
    return text.translate(str.maketrans(",.", locale.groupSeparator() + locale.decimalPoint()))
