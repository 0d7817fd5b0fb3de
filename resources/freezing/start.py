"""What the frozen program runs."""

import os
import sys
from pathlib import Path

from annotator.cli import main

if __name__ == "__main__":
    for name in ("stdout", "stderr"):  # a program without a console has neither
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 - as long as the program
    sys.exit(main())
