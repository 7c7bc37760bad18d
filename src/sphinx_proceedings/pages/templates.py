"""Templates: they only format what they are given. Jinja escapes every value that is not Markup."""

from __future__ import annotations

import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

FOLDER = Path(__file__).parent / "templates"


@lru_cache(maxsize=1024)
def icon(name: str, prefix: str) -> Markup:
    """An icon of the sprite. `prefix` leads from the page to the site's root."""
    made = '<svg class="icon" aria-hidden="true"><use href="{}_static/icons.svg#icon-{}"></use></svg>'
    return Markup(made).format(prefix, name)  # noqa: S704 - a constant; format escapes


def day(date: datetime.date) -> str:
    """A date in words."""
    return f"{date:%B} {date.day}, {date.year}"


@cache
def environment() -> Environment:
    """The templates' environment."""
    env = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.globals["icon"] = icon
    env.filters["day"] = day
    return env


@cache
def _template(name: str) -> Template:
    return environment().get_template(name)


def render(name: str, /, **values: Any) -> str:
    """The template `name`, filled."""
    return _template(name).render(values)
