"""What the program keeps on disk only to be faster."""

from __future__ import annotations

import argparse

from annotator.cli.output import print_json


def cache(given: argparse.Namespace) -> int:
    """Say how large the thumbnail cache is, or empty it."""
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
