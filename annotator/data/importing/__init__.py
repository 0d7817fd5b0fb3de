"""Import labels from other programs: read, matched with images, compared with existing labels, and only then stored."""

from annotator.data.importing.detect import FORMATS, read_labels
from annotator.data.importing.foreign import ForeignLabel, ForeignLabels
from annotator.data.importing.planning import POLICIES, Conflict, LabelPlan, plan_import

__all__ = [
    "FORMATS",
    "POLICIES",
    "Conflict",
    "ForeignLabel",
    "ForeignLabels",
    "LabelPlan",
    "plan_import",
    "read_labels",
]
