"""Everything that plugins can add to: strategies, export formats and import formats, each by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator import plugins
from annotator.data import exporting, importing
from annotator.data.exporting import EXPORTERS, Format
from annotator.data.importing import IMPORTERS, Importer
from annotator.plugins import Kind, PluginFailure, PluginSource
from annotator.strategies.registry import STRATEGIES, Registry, load_registry


@dataclass(frozen=True)
class Extensions:
    """The available extensions; by default the built-in ones.

    Attributes:
        registry: Strategies.
        exporters: Export formats.
        importers: Import formats.
        failures: The plugins that could not be loaded.
    """

    registry: Registry = field(default_factory=load_registry)
    exporters: Mapping[str, Format] = field(default_factory=lambda: exporting.FORMATS)
    importers: Mapping[str, Importer] = field(default_factory=lambda: importing.FORMATS)
    failures: tuple[PluginFailure, ...] = ()


def plugin_sources(folder: Path) -> tuple[PluginSource, ...]:
    """List the plugins in a folder and in installed packages, without running them."""
    return plugins.plugin_sources((STRATEGIES, EXPORTERS, IMPORTERS), folder)


def load_extensions(
    plugin_folders: Iterable[Path] = (),
    *,
    entry_points: bool = False,
    approved: Mapping[str, str] | None = None,
    graded: bool = False,
) -> Extensions:
    """Return the built-in extensions and those of plugins; see :func:`annotator.plugins.load_plugins`.

    Args:
        plugin_folders: Folders of plugins. This executes their code.
        entry_points: Also load the plugins of installed packages. This executes their code.
        approved: SHA-256 of the plugins that may run, by source; by default all of them.
        graded: Start from the strategies for graded answers instead of those for labels.
    """
    built_in = Extensions(load_registry(graded=graded))
    known: dict[Kind[Any], Mapping[str, Any]] = {
        STRATEGIES: built_in.registry.strategies,
        EXPORTERS: built_in.exporters,
        IMPORTERS: built_in.importers,
    }
    loaded = plugins.load_plugins(known, plugin_folders, entry_points=entry_points, approved=approved)
    return Extensions(Registry(loaded.of(STRATEGIES)), loaded.of(EXPORTERS), loaded.of(IMPORTERS), loaded.failures)
