"""The documentation as pages that can be read without a network: ``make docs``; also inside the installed program."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from annotator import __version__

project = "Annotator"
author = "Annotator contributors"
copyright = "Annotator contributors, MIT license"  # noqa: A001 - Sphinx's name
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"Annotator {__version__}"
html_favicon = "images/annotator.svg"
html_copy_source = html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#14806c", "color-brand-content": "#14806c"},
    "dark_css_variables": {"color-brand-primary": "#2fbfa4", "color-brand-content": "#2fbfa4"},
}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": False}
napoleon_use_ivar = True
python_use_unqualified_type_names = True
# Markers of generated tables are comments, and pages mention files beside the documentation as code, not as links.
suppress_warnings = ["myst.strikethrough"]
