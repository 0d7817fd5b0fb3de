"""Evaluation of user-defined conditions over columns, such as ``score > 0.5 and camera == 'NIKON*'``, and of formulas.

The text is parsed into a syntax tree that may contain only arithmetic, comparisons, ``and`` / ``or`` / ``not``, known
column names and a few functions. From the tree a new expression is written, which numexpr evaluates; the user's text is
never executed.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numexpr
import numpy as np
from numpy.typing import NDArray

from annotator.errors import ConfigError
from annotator.expressions import dates
from annotator.expressions.parser import LONGEST, called, names, parse, quoted, shortened
from annotator.expressions.text_column import TextColumn
from annotator.types import BoolArray, FloatArray

__all__ = ["FUNCTIONS", "LONGEST", "Columns", "called", "compute", "evaluate", "label_column", "names"]

Columns = Mapping[str, NDArray[Any] | TextColumn]
"""Columns of n rows by lowercase name: numbers, truth values (usable as conditions), or texts."""

DEEPEST = 40
"""Maximum nesting depth of brackets and operators."""

SMALLEST, LARGEST = 1e-12, 1e12
"""Allowed magnitude of numbers in a condition; numexpr rewrites terms with constants, which overflows for extremes."""

LONGEST_TRANSLATED = 8000
"""Maximum number of characters of a translated condition; chained comparisons repeat their middle operand."""

FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {
    "abs": np.abs, "sqrt": np.sqrt, "log": np.log, "log10": np.log10, "exp": np.exp, "floor": np.floor, "ceil": np.ceil,
}  # fmt: skip

_ARITHMETIC: Mapping[type[ast.operator], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", np.add), ast.Sub: ("-", np.subtract), ast.Mult: ("*", np.multiply), ast.Div: ("/", np.divide),
    ast.Mod: ("%", np.mod), ast.Pow: ("**", np.power),
}  # fmt: skip
_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


LABEL_WORDS = ("judged", "unlabelled", "relevant", "irrelevant", "unsure")
"""What may be asked about an image in a topic: ``relevant('birds')``."""


def label_column(word: str, topic: str) -> str:
    """Return the name of the column that a condition looks up for ``word('topic')``."""
    return f"{word}({topic!r})"


class _Part(NamedTuple):
    """A translated part: its text, whether it is a truth value, its constant value, and its known truth values."""

    text: str
    truth: bool = False
    constant: float | None = None
    values: BoolArray | None = None


def evaluate(text: str, columns: Columns) -> BoolArray:
    """Return the rows for which a condition holds.

    The signs ``&``, ``|``, ``!`` and ``~`` are equivalent to ``and``, ``or`` and ``not``, with the same precedence, and
    a single ``=`` means ``==``. Names are case-insensitive. A text is compared by ``==`` or ``!=`` with a quoted text,
    see :meth:`~annotator.expressions.text_column.TextColumn.equals`; the column ``time`` with a date, see
    :mod:`annotator.expressions.dates`. ``folder('2019')`` holds in that folder and below, and ``relevant('birds')`` for
    images with that label in the topic. A comparison with a missing value (NaN, or no
    text) is false, also for ``!=``; ``known(column)`` is true where a value exists.

    Args:
        text: The condition, at most 2,000 characters.
        columns: Columns of n rows.

    Returns:
        Truth values, shape (n,).

    Raises:
        ConfigError: The text is not a valid condition over these columns; the message says why.
    """
    translator = _Translator(columns)
    condition = translator.part(parse(text), 0)
    if not condition.truth:
        raise ConfigError("{text} is a number, not a condition. Compare it, e.g. score > 0.5", text=shortened(text))
    return translator.evaluated(condition).astype(np.bool_)


def compute(text: str, columns: Columns) -> FloatArray:
    """Return the values of a formula such as ``0.2 + 0.8 * (year == 2024)``, in which conditions count as 1 and 0.

    Args:
        text: The formula, with the syntax of :func:`evaluate`.
        columns: Columns of n rows.

    Returns:
        Values, shape (n,); NaN where a value is missing or the result is undefined.

    Raises:
        ConfigError: The text is not a valid formula over these columns, or contains no column.
    """
    translator = _Translator(columns)
    part = translator.part(parse(text), 0)
    if part.constant is not None:
        raise ConfigError("{text} is the same for every image. Use a column in it.", text=shortened(text))
    return translator.evaluated(part).astype(np.float64)


class _Translator:
    """Translates a syntax tree into a numexpr expression.

    Constant parts are computed here, because numexpr would compute them in Python, which raises on a division by zero.

    Attributes:
        used: Columns that occur, by their name in the translation.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.used: dict[str, NDArray[Any]] = {}
        self._n_truths = 0

    def evaluated(self, part: _Part) -> NDArray[Any]:
        """Return the values of a translated expression that contains a column, shape (n,)."""
        try:
            result = numexpr.evaluate(part.text, local_dict=self.used, global_dict={})
        except ValueError as error:  # more columns or numbers than it can keep apart
            raise ConfigError("The condition is too complicated. Split it up.") from error
        return np.broadcast_to(result, len(next(iter(self.used.values()))))

    def part(self, node: ast.expr, depth: int) -> _Part:
        """Translate ``node`` at nesting depth ``depth``."""
        if depth > DEEPEST:
            raise ConfigError("The condition is nested more than {deepest} levels deep. Split it up.", deepest=DEEPEST)
        match node:
            case ast.BoolOp(op=op, values=values):
                part = self._combined(isinstance(op, ast.And), values, depth)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                part = _Part(f"~{self._truth(operand, depth)}", truth=True)
            case ast.Compare(left=left, ops=ops, comparators=others):
                part = self._comparison([left, *others], ops, depth)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                part = _apply("(-{})", np.negative, self._number(operand, depth))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                part = self._number(operand, depth)
            case ast.BinOp(op=op, left=left, right=right) if type(op) in _ARITHMETIC:
                sign, function = _ARITHMETIC[type(op)]
                divisor = self._number(right, depth)
                if sign in "/%" and divisor.constant == 0:
                    raise ConfigError("{text} divides by zero.", text=quoted(node))
                part = _apply(f"({{}} {sign} {{}})", function, self._number(left, depth), divisor)
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(value))], keywords=[]):
                part = self._call_with_text(name.lower(), value)
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]):
                part = self._call(name.lower(), argument, depth)
            case ast.Name(id=name):
                part = self._column(name.lower())
            case ast.Constant(value=bool() | int() | float() as value):
                part = _constant(value)
            case _:
                raise ConfigError(
                    "{text} cannot be part of a condition: numbers, columns, + - * / % **, comparisons, and, or, not, "
                    "{functions} can.",
                    text=quoted(node),
                    functions=", ".join(FUNCTIONS),
                )
        if len(part.text) > LONGEST_TRANSLATED:
            raise ConfigError("The condition is too complicated. Split it up.")
        return part

    def _combined(self, every: bool, nodes: list[ast.expr], depth: int) -> _Part:
        """Translate conditions joined by and or or; values known already are combined here: numexpr has few inputs."""
        parts = [self._truth_part(node, depth) for node in nodes]
        known = {part.text: part.values for part in parts if part.values is not None}
        if len(known) > 1:
            for name in known:
                del self.used[name]
            combine = np.logical_and if every else np.logical_or
            one = self._truths(combine.reduce(list(known.values())))
            parts = [part for part in parts if part.values is None]
            if not parts:
                return one
            parts.append(one)
        return _Part((" & " if every else " | ").join(f"({part.text})" for part in parts), truth=True)

    def _truth_part(self, node: ast.expr, depth: int) -> _Part:
        part = self.part(node, depth + 1)
        if not part.truth:
            raise ConfigError("{text} is a number, not a condition. Compare it, e.g. score > 0.5", text=quoted(node))
        return part

    def _truth(self, node: ast.expr, depth: int) -> str:
        return f"({self._truth_part(node, depth).text})"

    def _number(self, node: ast.expr, depth: int) -> _Part:
        part = self.part(node, depth + 1)
        return _Part(f"where({part.text}, 1.0, 0.0)") if part.truth else part

    def _comparison(self, operands: list[ast.expr], ops: list[ast.cmpop], depth: int) -> _Part:
        for op in ops:
            if type(op) not in _COMPARISONS:
                raise ConfigError("'is' and 'in' cannot be part of a condition. Compare with == < <= > >= or !=")
        texts = [column for operand in operands if (column := self._text(operand)) is not None]
        if texts:
            return self._text_comparison(texts, operands, ops)
        parts = [self._operand(operand, operands, depth) for operand in operands]
        signs = [_COMPARISONS[type(op)] for op in ops]
        links = [_compared(left, sign, right) for left, sign, right in zip(parts, signs, parts[1:], strict=False)]
        return _Part(" & ".join(links), truth=True)

    def _operand(self, node: ast.expr, operands: list[ast.expr], depth: int) -> _Part | tuple[float, float]:
        """Return a number, or the beginning and the end of a date that the time is compared with."""
        times = [isinstance(one, ast.Name) and one.id.lower() == "time" for one in operands]
        if any(times) and isinstance(node, ast.Constant) and isinstance(node.value, str):
            date = dates.span(node.value)
            if date is None:
                raise ConfigError(
                    "{text} is no date. Write one such as '2024', '2024-05' or '2024-05-31 14:30'",
                    text=shortened(node.value),
                )
            return date
        return self._number(node, depth)

    def _text(self, node: ast.expr) -> TextColumn | None:
        column = self._columns.get(node.id.lower()) if isinstance(node, ast.Name) else None
        return column if isinstance(column, TextColumn) else None

    def _text_comparison(self, texts: list[TextColumn], operands: list[ast.expr], ops: list[ast.cmpop]) -> _Part:
        wanted = [node.value for node in operands if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        if not (len(operands) == 2 and len(wanted) == 1 and isinstance(ops[0], ast.Eq | ast.NotEq)):
            name = next(shortened(ast.unparse(node))[1:-1] for node in operands if self._text(node) is not None)
            raise ConfigError(
                "{name} holds texts. Compare it with == or != to a text in quotes, e.g. {name} == 'A*'", name=name
            )
        equal = texts[0].equals(wanted[0])
        return self._truths(equal if isinstance(ops[0], ast.Eq) else texts[0].known & ~equal)

    def _truths(self, values: BoolArray) -> _Part:
        """Return a part that represents precomputed truth values."""
        self._n_truths += 1
        name = f"truths{self._n_truths}"  # no trailing underscore, so it cannot collide with a column
        self.used[name] = values
        return _Part(name, truth=True, values=values)

    def _call_with_text(self, name: str, text: str) -> _Part:
        folder = self._columns.get("folder") if name == "folder" else None
        if isinstance(folder, TextColumn):
            return self._truths(folder.within(text))
        if name not in LABEL_WORDS:
            raise ConfigError(
                "There is no function {name!r} of a text; the functions are: {functions}.",
                name=name,
                functions=", ".join(("folder", *LABEL_WORDS)),
            )
        values = self._columns.get(label_column(name, text))
        if not isinstance(values, np.ndarray):
            raise ConfigError("There is no topic {topic!r}.", topic=text)
        return self._truths(values)

    def _call(self, name: str, argument: ast.expr, depth: int) -> _Part:
        if name == "known":
            text = self._text(argument)
            if text is not None:
                return self._truths(text.known)
            number = self._number(argument, depth)
            if number.constant is None:
                return _Part(f"({number.text} == {number.text})", truth=True)
        if name not in FUNCTIONS:
            raise ConfigError(
                "There is no function {name!r}; the functions are: {functions}.",
                name=name,
                functions=", ".join(FUNCTIONS),
            )
        return _apply(f"{name}({{}})", FUNCTIONS[name], self._number(argument, depth))

    def _column(self, name: str) -> _Part:
        if name in ("true", "false"):
            return _constant(name == "true")
        if name not in self._columns:
            raise ConfigError(
                "There is no column {name!r}; the columns are: {columns}.", name=name, columns=", ".join(self._columns)
            )
        values = self._columns[name]
        if isinstance(values, TextColumn):
            raise ConfigError(
                "{name} holds texts. Compare it with == or != to a text in quotes, e.g. {name} == 'A*'", name=name
            )
        column = np.asarray(values)
        truth = column.dtype == np.bool_
        # The trailing underscore separates column names from functions and keywords of numexpr.
        self.used[f"{name}_"] = column if truth else column.astype(np.float64)
        return _Part(f"{name}_", truth)


def _constant(value: float) -> _Part:
    try:
        number = float(value)
    except OverflowError:  # an integer larger than all floats
        number = math.inf
    if number != 0 and not SMALLEST <= abs(number) <= LARGEST:
        raise ConfigError(
            "The numbers of a condition are 0 or lie between {smallest:g} and {largest:g}.",
            smallest=SMALLEST,
            largest=LARGEST,
        )
    return _Part(f"({number!r})", constant=number)


def _apply(form: str, function: Callable[..., Any], *parts: _Part) -> _Part:
    """Combine parts by an operator: compute the result if all are constant, else write the expression."""
    if all(part.constant is not None for part in parts):
        with np.errstate(all="ignore"):
            return _constant(float(function(*(part.constant for part in parts))))
    return _Part(form.format(*(part.text for part in parts)))


def _compared(left: _Part | tuple[float, float], sign: str, right: _Part | tuple[float, float]) -> str:
    if not isinstance(left, _Part) and isinstance(right, _Part) and right.constant is None:
        return dates.compared(right.text, sign, left, mirrored=True)
    if not isinstance(right, _Part) and isinstance(left, _Part) and left.constant is None:
        return dates.compared(left.text, sign, right)
    if not isinstance(left, _Part) or not isinstance(right, _Part):
        raise ConfigError("A comparison needs a column on one side, e.g. score > 0.5")
    if left.constant is None or right.constant is None:
        if sign == "!=":  # false for missing values, like all comparisons
            return f"(({left.text} < {right.text}) | ({left.text} > {right.text}))"
        return f"({left.text} {sign} {right.text})"
    raise ConfigError("A comparison needs a column on one side, e.g. score > 0.5")
