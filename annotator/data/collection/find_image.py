"""Find an image by its path, its file name, or its file name without the extension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from annotator.errors import ImageError
from annotator.messages import Message, listed

_LISTED = 5


class ImageFinder:
    """An index of the names of a collection; building it takes about a second per million images."""

    def __init__(self, paths: Sequence[str]) -> None:
        """Index ``paths``, the relative paths by image id."""
        self._paths = paths
        self._by_path = {path: image for image, path in enumerate(paths)}
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        self._by_stem: defaultdict[str, list[int]] = defaultdict(list)
        for image, path in enumerate(paths):
            name = path.rpartition("/")[2]
            self._by_name[name].append(image)
            self._by_stem[PurePosixPath(name).stem].append(image)

    def find(self, text: str) -> int:
        """Return the image whose path is ``text``, else the only one with that file name, else with that stem.

        Raises:
            ImageError: No image or several have that name; the message lists candidates.
        """
        if text in self._by_path:
            return self._by_path[text]
        for index in (self._by_name, self._by_stem):
            found = index.get(text, [])
            if len(found) == 1:
                return found[0]
            if found:
                raise ImageError(
                    "{n_found} images are called {text!r}: {images}. Give the whole path.",
                    n_found=len(found),
                    text=text,
                    images=self._listed(found),
                )
        wanted = text.casefold()
        similar = [image for image, path in enumerate(self._paths) if wanted and wanted in path.casefold()]
        hint = Message(" Give its path relative to the image folder.")
        if similar:
            hint = Message(" Similar: {images}.", images=self._listed(similar))
        raise ImageError("There is no image {text!r} in this collection.{hint}", text=text, hint=hint)

    def _listed(self, images: Iterable[int]) -> str:
        names = [self._paths[image] for image in images]
        return listed(names, _LISTED)
