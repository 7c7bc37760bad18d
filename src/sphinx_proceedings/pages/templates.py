"""Templates: they only format what they are given. Jinja escapes every value that is not Markup."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

FOLDER = Path(__file__).parent / "templates"


def icon(name: str, prefix: str) -> Markup:
    """An icon of the sprite. `prefix` leads from the page to the site's root."""
    made = '<svg class="icon" aria-hidden="true"><use href="{}_static/icons.svg#icon-{}"></use></svg>'
    return Markup(made).format(prefix, name)  # noqa: S704 - a constant; format escapes


@cache
def environment() -> Environment:
    """The templates' environment."""
    env = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["icon"] = icon
    return env


def render(name: str, /, **values: Any) -> str:
    """The template `name`, filled."""
    return environment().get_template(name).render(values)


@cache
def digest() -> str:
    """A digest of all templates: a page is written again when they change."""
    made = sha256()
    for file in sorted(FOLDER.glob("*.html")):
        made.update(file.name.encode() + file.read_bytes())
    return made.hexdigest()
