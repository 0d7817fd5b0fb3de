"""What came of a recovery, in the words of the window."""

from __future__ import annotations

from pathlib import Path

from annotator.data.recovery.recover import Recovery
from annotator.gui.words import number, tr


def free_name(project: Path) -> Path:
    """Return a name for the recovered project that nothing has."""
    count = 1
    while True:
        words = tr("recovered") if count == 1 else f"{tr('recovered')} {count}"
        target = project.with_name(f"{project.stem} ({words}){project.suffix}")
        if not target.exists():
            return target
        count += 1


def recovery_words(result: Recovery) -> tuple[str, str]:
    """Return what to tell, and the details."""
    text = tr("Recovered: {labels} labels and {steps} steps are in {name}. The damaged project is unchanged.").format(
        labels=number(result.labels), steps=number(result.steps), name=result.target.name
    )
    source = tr("Made from: {base}.").format(base=result.base)
    if result.lost:
        return f"{text} {tr('Something could not be saved.')}", "\n".join([source, *result.lost])
    return text, source
