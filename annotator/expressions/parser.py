"""Parser of user-defined expressions; names and operators are checked later."""

from __future__ import annotations

import ast
import re
import warnings

from annotator.errors import ConfigError

LONGEST = 500
"""Maximum number of characters of a condition."""

_WORDS = (
    (re.compile(r"&&?"), " and "),
    (re.compile(r"\|\|?"), " or "),
    (re.compile(r"~|!(?!=)"), " not "),
    (re.compile(r"<>"), "!="),
    (re.compile(r"(?<![<>=!])=(?!=)"), "=="),
    (re.compile(r"\b(and|or|not)\b", re.IGNORECASE), lambda match: match[0].lower()),
    (re.compile(r"\s+"), " "),
)
_QUOTED = re.compile(r"""('[^']*'|"[^"]*")""")


def parse(text: str) -> ast.expr:
    """Return the syntax tree of an expression; signs and words for and, or and not are equivalent.

    Raises:
        ConfigError: The text is too long, empty, or not an expression.
    """
    if len(text) > LONGEST:
        raise ConfigError(
            "The condition has {length} characters; {longest} are allowed.", length=len(text), longest=LONGEST
        )
    if not text.strip():
        raise ConfigError("The condition is empty. Write one such as: score > 0.5")
    pieces = _QUOTED.split(text)
    for place, piece in enumerate(pieces):
        if place % 2:  # quoted text is left unchanged
            pieces[place] = repr(piece[1:-1])
            continue
        for pattern, replacement in _WORDS:
            piece = pattern.sub(replacement, piece)
        pieces[place] = piece
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warnings about Python semantics do not apply
            return ast.parse("".join(pieces).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConfigError(
            "{text} is not a condition. Write one such as: score > 0.5 and not relevant", text=shortened(text)
        ) from error


def names(text: str) -> frozenset[str]:
    """Return the names in an expression, lowercase, including functions; empty if the text is not an expression."""
    try:
        return frozenset(node.id.lower() for node in ast.walk(parse(text)) if isinstance(node, ast.Name))
    except ConfigError:
        return frozenset()


def quoted(node: ast.expr) -> str:
    """Return part of an expression in quotes, for messages."""
    try:
        return shortened(ast.unparse(node))
    except RecursionError:
        return "This"


def shortened(text: str) -> str:
    """Return ``text`` in quotes, on one line and shortened."""
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else text[:59] + "…")
