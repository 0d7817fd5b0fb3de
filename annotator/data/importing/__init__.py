"""Import labels from other programs: read, matched with images, compared with existing labels, and only then stored."""

from annotator.data.importing.detect import FORMATS, read_labels
from annotator.data.importing.foreign import ForeignLabel, ForeignLabels, Meaning, lines_of
from annotator.data.importing.formats import IMPORTERS, Importer
from annotator.data.importing.planning import POLICIES, Conflict, Graded, LabelPlan, plan_import

__all__ = [
    "FORMATS",
    "IMPORTERS",
    "POLICIES",
    "Conflict",
    "ForeignLabel",
    "ForeignLabels",
    "Graded",
    "Importer",
    "LabelPlan",
    "Meaning",
    "lines_of",
    "plan_import",
    "read_labels",
]
