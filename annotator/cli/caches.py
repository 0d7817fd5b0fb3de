"""The command for the thumbnail cache."""

from __future__ import annotations

import argparse

from annotator.cli.arguments import Adder
from annotator.cli.output import print_json


def add_commands(add: Adder) -> None:
    """Add the commands for the thumbnail cache."""
    command = add("cache", cache, "show how much disk space the cached thumbnails take, or delete them")
    command.add_argument(
        "--clear", action="store_true", help="delete all thumbnails; they are created again when needed"
    )
    command.add_argument("--json", action="store_true", help="print JSON")


def cache(given: argparse.Namespace) -> int:
    """Print the size of the thumbnail cache, or empty it."""
    from annotator.data.images.thumbnail_store import FILE_NAME, ThumbnailStore
    from annotator.errors import AnnotatorError
    from annotator.runtime.paths import UserFolders

    problems: list[str] = []
    store = ThumbnailStore(UserFolders().cache / FILE_NAME, tell=problems.append)
    held = store.bytes
    if given.clear and held:
        store.clear()
        store.close()
        if not store.usable:
            raise AnnotatorError("{problem}", problem=problems[0])
    left = store.bytes
    if given.json:
        print_json({"file": str(store.file), "bytes": left, "freed": max(0, held - left)})
    elif given.clear:
        print(f"{store.file}: {max(0, held - left) / 1e6:.1f} MB freed")
    else:
        print(f"{store.file}: {left / 1e6:.1f} MB of thumbnails; 'annotator cache --clear' empties it")
    return 0
