"""Ranking and judgements as the JSON that ranx and ir_measures read: ``{query: {document: score}}``."""

from __future__ import annotations

import json

from annotator.data.exporting.docmap import DOCMAP, check_docmap, docno, write_docmap
from annotator.data.exporting.output import Output
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import blocks, numbers, unranked_note
from annotator.data.exporting.trec import TIED, graded, half, query_id, run_of, unsure_note
from annotator.messages import joined
from annotator.types import Progress


def write_ranx(source: ExportSource, out: Output, _options: object, progress: Progress) -> ExportReport:
    """Write the entire ranking as a run, its judgements as qrels, and the docmap; ids and scores are as in TREC."""
    images, mean, raw = run_of(source, residual=False)
    n = len(images)
    qid = json.dumps(query_id(source, source.topic))
    check_docmap(out)
    with out.text(out.name) as stream:
        stream.write(f"{{{qid}: {{")
        for start, block in blocks(images, half(progress, 0.0)):
            end = start + len(block)
            scores = numbers(mean[start:end]) if raw else [f"{score}.0" for score in range(n - start, n - end, -1)]
            lines = (f'\n"{docno(source.paths[i])}": {score}' for i, score in zip(block, scores, strict=True))
            stream.write(("," if start else "") + ",".join(lines))
        stream.write("\n}}\n")
    with out.text(out.companion(".qrels.json")) as stream:
        judged = ",".join(f'\n"{docno(source.paths[i])}": {source.grade(i)}' for i in graded(source))
        stream.write(f"{{{qid}: {{{judged}\n}}}}\n")
    with out.text(DOCMAP, ours=True) as table:
        note = write_docmap(source, table, half(progress, 0.5))
    notes = (unranked_note(source), unsure_note(source), "" if raw else TIED, note)
    return ExportReport((), n, joined(notes))
