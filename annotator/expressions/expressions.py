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
from annotator.expressions.parser import LONGEST, names, parse, quoted, shortened
from annotator.expressions.text_column import TextColumn
from annotator.types import BoolArray, FloatArray

__all__ = ["FUNCTIONS", "LONGEST", "Columns", "compute", "evaluate", "names"]

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


class _Part(NamedTuple):
    """A translated part: its text, whether it is a truth value, and its value if it is constant."""

    text: str
    truth: bool = False
    constant: float | None = None


def evaluate(text: str, columns: Columns) -> BoolArray:
    """Return the rows for which a condition holds.

    The signs ``&``, ``|``, ``!`` and ``~`` are equivalent to ``and``, ``or`` and ``not``, with the same precedence, and
    a single ``=`` means ``==``. Names are case-insensitive. A text is compared by ``==`` or ``!=`` with a quoted text,
    see :meth:`~annotator.expressions.text_column.TextColumn.equals`. A comparison with a missing value (NaN, or no
    text) is false, also for ``!=``; ``known(column)`` is true where a value exists.

    Args:
        text: The condition, at most 500 characters.
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

    def evaluated(self, part: _Part) -> NDArray[Any]:
        """Return the values of a translated expression that contains a column, shape (n,)."""
        result = numexpr.evaluate(part.text, local_dict=self.used, global_dict={})
        return np.broadcast_to(result, len(next(iter(self.used.values()))))

    def part(self, node: ast.expr, depth: int) -> _Part:
        """Translate ``node`` at nesting depth ``depth``."""
        if depth > DEEPEST:
            raise ConfigError("The condition is nested more than {deepest} levels deep. Split it up.", deepest=DEEPEST)
        match node:
            case ast.BoolOp(op=op, values=values):
                word = " & " if isinstance(op, ast.And) else " | "
                part = _Part(word.join(self._truth(value, depth) for value in values), truth=True)
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

    def _truth(self, node: ast.expr, depth: int) -> str:
        part = self.part(node, depth + 1)
        if not part.truth:
            raise ConfigError("{text} is a number, not a condition. Compare it, e.g. score > 0.5", text=quoted(node))
        return f"({part.text})"

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
        parts = [self._number(operand, depth) for operand in operands]
        signs = [_COMPARISONS[type(op)] for op in ops]
        links = [_compared(left, sign, right) for left, sign, right in zip(parts, signs, parts[1:], strict=False)]
        return _Part(" & ".join(links), truth=True)

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
        name = f"truths{len(self.used)}"  # no trailing underscore, so it cannot collide with a column
        self.used[name] = values
        return _Part(name, truth=True)

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


def _compared(left: _Part, sign: str, right: _Part) -> str:
    if left.constant is None or right.constant is None:
        if sign == "!=":  # false for missing values, like all comparisons
            return f"(({left.text} < {right.text}) | ({left.text} > {right.text}))"
        return f"({left.text} {sign} {right.text})"
    raise ConfigError("A comparison needs a column on one side, e.g. score > 0.5")
