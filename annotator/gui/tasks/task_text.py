"""Texts that describe a task: its progress, its remaining time, and its result."""

from __future__ import annotations

from annotator.gui.tasks.tasks import State, Task
from annotator.gui.text.translate import localized, number, tr

_MINUTE = 60.0
_HOUR = 3600.0


def time_left(seconds: float | None) -> str:
    """Return the remaining time as coarse text; "" while it is unknown."""
    if seconds is None:
        return ""
    if seconds < 10:
        return tr("a few seconds left")
    if seconds < 0.9 * _MINUTE:
        return tr("about {seconds} s left").format(seconds=10 * round(seconds / 10))
    if seconds < 0.9 * _HOUR:
        return tr("about {minutes} min left").format(minutes=max(1, round(seconds / _MINUTE)))
    return tr("about {hours} h left").format(hours=max(1, round(seconds / _HOUR)))


def status(task: Task) -> str:
    """Return one line on the progress or the result of a task."""
    if task.state is State.RUNNING:
        return " · ".join(filter(None, (_progress(task), time_left(task.seconds_left))))
    words = {
        State.STOPPING: tr("stopping"),
        State.DONE: tr("finished"),
        State.STOPPED: tr("stopped"),
        State.FAILED: tr("failed"),
    }
    return words[task.state]


def overview(running: int, share: float) -> str:
    """Return the number of running tasks and their overall progress, for the status line."""
    return tr("%n task(s)", "", running) + f" · {round(100 * share)} %"


def _progress(task: Task) -> str:
    percent = f"{round(100 * task.share)} %"
    if not task.total:
        return percent
    done = number(round(task.share * task.total))
    text = tr("{done} of {total} · {percent}").format(done=done, total=number(task.total), percent=percent)
    rate = task.items_per_second
    if rate is None:
        return text
    return f"{text} · " + tr("{rate} per second").format(rate=localized(f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"))
