"""The languages of the window, and the choice of one before the window is created."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from annotator.gui.settings.preferences import LANGUAGES
from annotator.gui.settings.pseudo_locale import PSEUDO, PseudoLocale

FOLDER = Path(__file__).parents[1] / "translations"
PSEUDO_VARIABLE = "ANNOTATOR_PSEUDO_LANGUAGE"
"""Environment variable that enables the pseudo-locale, overriding the preferences."""

_TRANSLATED = tuple(name for name in LANGUAGES if name not in ("system", "en"))


class Translation(QObject):
    """The translators of an application; installing a language replaces the previous one."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._translators: list[QTranslator] = []
        self.language = "en"

    def install(self, wanted: str) -> str:
        """Install the language ``wanted`` and return the language now in use.

        Args:
            wanted: One of :data:`LANGUAGES`; "system" selects the language of the desktop if there is a translation,
                English otherwise.
        """
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators = []
        self.language = language_of(wanted)
        if self.language == PSEUDO:
            self._add(PseudoLocale(self))
        elif self.language != "en":
            self._load(Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)), "qtbase")
            self._load(FOLDER, "annotator")
        QLocale.setDefault(locale_of(self.language))
        self._app.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if self.language == PSEUDO else Qt.LayoutDirection.LeftToRight
        )
        return self.language

    def _load(self, folder: Path, name: str) -> None:
        translator = QTranslator(self)
        if translator.load(str(folder / f"{name}_{self.language}.qm")):
            self._add(translator)

    def _add(self, translator: QTranslator) -> None:
        self._translators.append(translator)
        self._app.installTranslator(translator)


def language_of(wanted: str) -> str:
    """Return the language that the setting ``wanted`` means on this system."""
    if os.environ.get(PSEUDO_VARIABLE):
        return PSEUDO
    if wanted != "system":
        return wanted
    for tag in QLocale.system().uiLanguages():
        language = tag.split("-")[0]
        if language in _TRANSLATED or language == "en":
            return language
    return "en"


def locale_of(language: str) -> QLocale:
    """Return the locale for formatting numbers: the system's if it has this language."""
    system = QLocale.system()
    if system.name().split("_")[0] == language:
        return system
    return QLocale(QLocale.Language.German if language == "de" else QLocale.Language.English)


def translation() -> Translation:
    """Return the translators of the running application."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    found = app.findChild(Translation)
    return Translation(app) if found is None else found
