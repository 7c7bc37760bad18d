"""The Sphinx settings that follow from a volume. What conf.py sets itself is left alone."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from sphinx_proceedings.model import Settings


def derived(settings: Settings, *, pictured: bool = False) -> dict[str, Any]:
    """Sphinx's configuration for the volume of `settings`; pages name pictures if `pictured`."""
    shown = f"{settings.model_dump_json()}{pictured}"
    return {
        # Every page shows something of the settings: Sphinx writes all again when this changes.
        "proceedings_settings": sha256(shown.encode()).hexdigest(),
        "project": settings.title,
        "html_title": settings.title,
        "html_short_title": settings.brief,
        "html_baseurl": f"{settings.site_url.rstrip('/')}/" if settings.site_url else "",
        "html_theme": "sphinx_proceedings",
        "html_math_renderer": "mathml",
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_show_sphinx": False,
        "html_use_index": False,
        "html_domain_indices": False,
        "html_permalinks_icon": "#",
        "exclude_patterns": ["_build"],
        "language": "en",
        "numfig": False,
        "myst_enable_extensions": {"dollarmath", "colon_fence", "deflist"},
        "myst_heading_anchors": 3,
        "myst_update_mathjax": False,
        "bibtex_bibfiles": [],
        "bibtex_default_style": "proceedings",
        "bibtex_reference_style": "proceedings",
        "bibtex_cite_id": "ref-{key}",
        "bibtex_tooltips": False,
    }


def unshare(config: Config) -> None:
    """Give this build a list of its own where the theme appends to the default that all builds share.

    Otherwise a second build in one process finds its configuration changed, and writes every page again.
    """
    config["templates_path"] = list(config["templates_path"])


def _given(config: Config) -> set[str]:
    """The names that conf.py or the command line set."""
    return config.overrides.keys() | config._raw_config.keys()  # noqa: SLF001 - no public way to ask


def published_at(config: Config, settings: Settings) -> Settings:
    """The settings with the address that conf.py or the command line gives the site, if they give one."""
    base = str(config.html_baseurl or "")
    if "html_baseurl" not in _given(config) or not base.startswith(("https://", "http://")):
        return settings
    return settings.model_copy(update={"site_url": base})


def apply(config: Config, settings: Settings) -> None:
    """Set what conf.py leaves open."""
    given = _given(config)
    for name, value in derived(settings, pictured=bool(config.proceedings_pictures)).items():
        if name not in given:
            config[name] = value


def close_files(app: Sphinx) -> None:
    """Let no directive put a file of this machine into a page, unless conf.py says that documents need it.

    No text of a stranger comes so far; this holds if one ever did.
    """
    app.env.settings["file_insertion_enabled"] = bool(app.config.proceedings_includes)
