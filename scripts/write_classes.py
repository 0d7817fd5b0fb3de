"""Compute the vectors of the names in annotator/words/data/classes.txt: ``python scripts/write_classes.py``.

Needed after a change of the names or of the network that reads them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from annotator.words import classes
from annotator.words.text_encoder import TextEncoder

TARGET = Path(classes.__file__).parent / "data" / "classes.npy"

if __name__ == "__main__":
    np.save(TARGET, classes.computed_vectors(TextEncoder()).astype(np.float16))
    print(f"Wrote {TARGET}")
