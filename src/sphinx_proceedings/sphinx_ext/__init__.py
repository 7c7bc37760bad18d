"""The Sphinx extension: the only code here that knows Sphinx or docutils."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import ENUM

from sphinx_proceedings import __version__
from sphinx_proceedings.sphinx_ext import (
    agenda,
    bibliography,
    browse,
    compose,
    discovery,
    formulas,
    heads,
    manual,
    not_found,
    outdated,
    search,
    settings,
    theming,
)
from sphinx_proceedings.sphinx_ext.build import Build
from sphinx_proceedings.sphinx_ext.directives import DIRECTIVES
from sphinx_proceedings.sphinx_ext.domain import ProceedingsDomain
from sphinx_proceedings.sphinx_ext.node import part
from sphinx_proceedings.sphinx_ext.parts import depart_part, skip_part, visit_part
from sphinx_proceedings.sphinx_ext.statements import STATEMENTS

THEME = Path(__file__).parent.parent / "theme"


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the engine to a Sphinx build."""
    settings.unshare(app.config)
    app.setup_extension("myst_parser")
    app.setup_extension("sphinxcontrib.bibtex")
    app.setup_extension("sphinx_book_theme")
    app.add_html_theme("sphinx_proceedings", str(THEME))
    app.add_config_value("proceedings_samples", True, "html", bool)
    app.add_config_value("proceedings_includes", False, "env", bool)
    app.add_config_value("proceedings_preview", False, "html", bool)
    # A folder of this machine, so no part of what decides whether pages are written again.
    app.add_config_value("proceedings_pictures", "", "", str)
    app.add_config_value("proceedings_tell", True, "", bool)
    app.add_config_value("proceedings_offline", True, "html", bool)
    app.add_config_value("proceedings_policy", {}, "html", dict)
    app.add_config_value("proceedings_compose", True, "html", bool)
    app.add_config_value("proceedings_branch", "main", "html", str)
    app.add_config_value("proceedings_settings", "", "html", str)
    app.add_config_value("proceedings_search", "index", "", ENUM("index", "records", "none"))
    app.add_config_value("proceedings_has_search", False, "html", bool)
    app.add_domain(ProceedingsDomain)
    app.add_node(part, html=(visit_part, depart_part), text=(skip_part, None), latex=(skip_part, None))
    app.add_html_math_renderer("mathml", (formulas.visit_math, None), (formulas.visit_display, None))
    for name, directive in {**DIRECTIVES, **STATEMENTS}.items():
        app.add_directive(name, directive)
    app.add_directive("engine-reference", manual.EngineReference)

    build = Build()
    app.connect("config-inited", build.configure)
    app.connect("config-inited", search.decide)
    app.connect("builder-inited", build.begin, priority=100)
    app.connect("builder-inited", settings.close_files)
    app.connect("builder-inited", compose.name_page)
    app.connect("builder-inited", theming.add_filters)
    app.connect("env-get-outdated", outdated.pages_that_show_what_changed)
    app.connect("env-before-read-docs", build.documents_will_be_read)
    app.connect("doctree-read", outdated.note_roles)
    app.connect("env-updated", outdated.remember_what_is_shown)
    app.connect("env-updated", build.documents_are_read)
    app.connect("doctree-resolved", bibliography.link_to_entries_of_the_page)
    app.connect("doctree-resolved", bibliography.show_entries)
    app.connect("doctree-resolved", formulas.hold_signs)
    app.connect("html-page-context", not_found.link_from_the_root, priority=100)
    app.connect("html-page-context", theming.complete_context, priority=900)
    app.connect("html-page-context", heads.say_in_head, priority=910)
    app.connect("html-page-context", heads.begin_with_policy, priority=910)
    app.connect("html-collect-pages", build.specimens)
    app.connect("html-collect-pages", search.page)
    app.connect("html-collect-pages", agenda.page)
    app.connect("html-collect-pages", compose.page)
    app.connect("build-finished", build.write_pages)
    app.connect("build-finished", browse.write_files)
    app.connect("build-finished", compose.write_facts)
    app.connect("build-finished", not_found.put_in_place)
    app.connect("build-finished", discovery.write_files)
    app.connect("build-finished", discovery.write_pictures)
    app.connect("html-collect-pages", not_found.page)
    app.connect("build-finished", theming.remove_what_no_page_links, priority=900)
    app.connect("build-finished", agenda.write_worker, priority=950)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
