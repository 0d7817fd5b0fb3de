"""x"""

from pathlib import Path

STORED = Path(__file__).resolve().parent / "published" / "mistakes.json"


def write() -> None: ...
