"""SVG drawing of the plots of a search, for use without a window."""

from __future__ import annotations

import math
from collections.abc import Iterable
from xml.sax.saxutils import escape

from annotator.stopping.progress import SearchProgress

WIDTH, CURVE, BATCHES = 720, 360, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 110, 36, 48
_MOST = 2000
"""Maximum number of points drawn per curve; more would be indistinguishable."""

_TICKS = 6
_INK, _TEXT, _GRID = "#00695c", "#1f1f1f", "#d9d9d9"
_STYLE = (
    f"text{{font:13px sans-serif;fill:{_TEXT}}}.t{{font-weight:bold}}.g{{stroke:{_GRID}}}"
    f".c{{fill:none;stroke:{_INK};stroke-width:2.5;stroke-linejoin:round}}"
    f".b{{fill:{_INK};fill-opacity:.18}}.l{{stroke:{_INK};stroke-dasharray:6 4}}"
    f".s{{fill:{_INK};fill-opacity:.55;stroke:{_INK}}}.r{{fill:none;stroke:{_INK};stroke-dasharray:4 3}}"
)


def step(span: float) -> int:
    """Return a round tick spacing, 1, 2 or 5 times a power of ten, that needs at most six ticks."""
    least = max(span / _TICKS, 1.0)
    power = 10 ** math.floor(math.log10(least))
    return int(next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least))


class _Frame:
    """Position of a plot on the page, and its axes, which start at zero."""

    def __init__(self, top: float, height: float, x_end: float, y_end: float) -> None:
        self.top, self.bottom = top + _TOP, top + height - _BOTTOM
        self._x_end, self._y_end = x_end, y_end

    def x(self, value: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * value / self._x_end

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * min(value / self._y_end, 1.0)

    def axes(self, title: str, x_words: str, y_words: str, ticks: Iterable[tuple[float, str]]) -> list[str]:
        middle = (self.top + self.bottom) / 2
        parts = [_text(_LEFT, self.top - 14, title, kind="t")]
        for value, words in ticks:
            y = self.y(value)
            parts.append(f'<path class="g" d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}"/>')
            parts.append(_text(_LEFT - 8, y + 4, words, "end"))
        numbers = range(0, int(self._x_end) + 1, step(self._x_end))
        parts += [_text(self.x(value), self.bottom + 18, str(value), "middle") for value in numbers]
        parts.append(_text((_LEFT + WIDTH - _RIGHT) / 2, self.bottom + 38, x_words, "middle"))
        parts.append(
            f'<text transform="translate(16 {middle:.1f}) rotate(-90)" text-anchor="middle">{escape(y_words)}</text>'
        )
        return parts


def _text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> str:
    chosen = f' class="{kind}"' if kind else ""
    return f'<text{chosen} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def drawing(progress: SearchProgress, title: str) -> str:
    """Return the learning curve and, below it, the relevant share of every batch as an SVG document.

    Args:
        progress: The search.
        title: Topic of the search.
    """
    advice = progress.advice
    summary = f"{advice.found} relevant images found with {advice.judged} judgements."
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {CURVE + BATCHES}" width="{WIDTH}"'
        f' height="{CURVE + BATCHES}" role="img"><title>{escape(title)}</title><desc>{escape(summary)}</desc>'
        f'<style>{_STYLE}</style><rect width="{WIDTH}" height="{CURVE + BATCHES}" fill="#ffffff"/>'
    )
    return "\n".join([head, *_curve(progress, title), *_batches(progress), "</svg>"]) + "\n"


def _curve(progress: SearchProgress, title: str) -> list[str]:
    found, likely = progress.found, progress.advice.likely
    last = len(found) - 1
    top = max(int(found[-1]), 5, 0 if likely is None else likely[1]) * 1.05
    frame = _Frame(0, CURVE, max(last, 10), top)
    ticks = [(value, str(value)) for value in range(0, int(top) + 1, step(top))]
    parts = frame.axes(f"Learning curve: {title}", "judgements", "relevant images found", ticks)
    if likely is not None:
        low, high = (frame.y(value) for value in likely)
        across = WIDTH - _LEFT - _RIGHT
        parts.append(f'<rect class="b" x="{_LEFT}" y="{high:.1f}" width="{across}" height="{low - high:.1f}"/>')
        parts += [f'<path class="l" d="M{_LEFT} {y:.1f}h{across}"/>' for y in (low, high)]
        parts.append(_text(_LEFT + 8, high + 18, f"likely {likely[0]} to {likely[1]} in all"))
    at = sorted({*range(0, last, max(1, last // _MOST)), last})
    points = " ".join(f"{frame.x(i):.1f},{frame.y(found[i]):.1f}" for i in at)
    parts.append(f'<polyline class="c" points="{points}"/>')
    parts.append(_text(frame.x(last) + 8, frame.y(found[-1]) + 4, f"{found[-1]} found"))
    return parts


def _batches(progress: SearchProgress) -> list[str]:
    batches = progress.batches
    last = max(batches[-1].round if batches else 0, 8)
    frame = _Frame(CURVE, BATCHES, last + 1, 1.0)
    ticks = [(share, f"{share:.0%}") for share in (0, 0.5, 1)]
    parts = frame.axes("Relevant share of every batch (dashed: random samples)", "round", "relevant", ticks)
    half = 0.38 * (frame.x(1) - frame.x(0))
    for batch in batches:
        x, y = frame.x(batch.round) - half, frame.y(batch.share)
        parts.append(
            f'<rect class="{"r" if batch.random else "s"}" x="{x:.1f}" y="{y:.1f}" width="{2 * half:.1f}"'
            f' height="{frame.bottom - y:.1f}"/>'
        )
    return parts
