"""Parser of user-defined expressions; names and operators are checked later."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence

from annotator.errors import ConfigError

LONGEST = 2000
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
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warnings about Python semantics do not apply
            return ast.parse(normalized(text), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConfigError(
            "{text} is not a condition. Write one such as: score > 0.5 and not relevant", text=shortened(text)
        ) from error


def normalized(text: str) -> str:
    """Return an expression with the words ``and``, ``or`` and ``not`` for the signs, and Python's quotes."""
    pieces = _QUOTED.split(text)
    for place, piece in enumerate(pieces):
        if place % 2:  # quoted text is left unchanged
            pieces[place] = repr(piece[1:-1])
            continue
        for pattern, replacement in _WORDS:
            piece = pattern.sub(replacement, piece)
        pieces[place] = piece
    return "".join(pieces).strip()


def names(text: str) -> frozenset[str]:
    """Return the names in an expression, lowercase, including functions; empty if the text is not an expression."""
    try:
        return frozenset(node.id.lower() for node in ast.walk(parse(text)) if isinstance(node, ast.Name))
    except ConfigError:
        return frozenset()


def called(text: str) -> frozenset[tuple[str, str]]:
    """Return the calls with a text in an expression, as (function in lower case, text); ``relevant('birds')`` is one.

    The result is empty if the text is not an expression.
    """
    try:
        nodes = list(ast.walk(parse(text)))
    except ConfigError:
        return frozenset()
    return frozenset(
        (name.lower(), value)
        for node in nodes
        for name, value in [_call_with_text(node)]
        if isinstance(name, str) and isinstance(value, str)
    )


def _call_with_text(node: ast.AST) -> tuple[str, str] | tuple[None, None]:
    match node:
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(value))], keywords=[]):
            return name, value
    return None, None


def terms(text: str) -> list[tuple[str, ast.expr]]:
    """Return the parts that a condition joins by ``and``, each as its text and its syntax tree.

    :func:`joined` makes the same condition of the texts. An empty condition has no parts.

    Raises:
        ConfigError: The text is not an expression.
    """
    if not text.strip():
        return []
    plain, tree = normalized(text), parse(text)
    if not (isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And)):
        return [(plain, tree)]
    return [(ast.get_source_segment(plain, node) or ast.unparse(node), node) for node in tree.values]


def joined(texts: Sequence[str]) -> str:
    """Return the condition that all of ``texts`` hold."""
    if len(texts) == 1:
        return texts[0]
    return " and ".join(f"({text})" if len(alternatives(parse(text))) > 1 else text for text in texts)


def alternatives(node: ast.expr) -> list[ast.expr]:
    """Return the parts that an expression joins by ``or``."""
    return node.values if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) else [node]


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
