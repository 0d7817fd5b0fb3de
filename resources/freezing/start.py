"""What the frozen program runs."""

import sys

from annotator.cli import main

if __name__ == "__main__":
    sys.exit(main())
