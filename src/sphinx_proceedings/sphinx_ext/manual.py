"""The manual's reference, described from the code itself: what it says cannot be out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from inspect import getdoc
from typing import Any, ClassVar, get_args, get_origin

import click
from docutils import nodes
from markupsafe import Markup
from pydantic import BaseModel
from sphinx.util.docutils import SphinxDirective

from sphinx_proceedings import names
from sphinx_proceedings.checks.examples import EXAMPLES, Example
from sphinx_proceedings.model import FrontMatter, People, Programme, Settings
from sphinx_proceedings.pages.templates import render
from sphinx_proceedings.problems import CODES
from sphinx_proceedings.sphinx_ext.directives import DIRECTIVES
from sphinx_proceedings.sphinx_ext.domain import KINDS
from sphinx_proceedings.sphinx_ext.statements import STATEMENTS

EFFECTS = {"quarantines": "Quarantines", "": "No mark", "advice": "Advice"}
"""The kinds of Problems, in the order in which the manual explains them."""


@dataclass(frozen=True)
class Entry:
    """One thing that the reference describes, and the things within it."""

    name: str
    note: str
    text: str
    parts: tuple[Entry, ...] = ()
    id: str = ""
    example: Example | None = None


def _fields(model: type[BaseModel]) -> Iterator[Entry]:
    for name, field in model.model_fields.items():
        inner = _record(field.annotation)
        note = "required" if field.is_required() else ""
        yield Entry(name, note, field.description or "", tuple(_fields(inner)) if inner else ())


def _record(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation):
        return next((found for inner in get_args(annotation) if (found := _record(inner))), None)
    return None


def _commands() -> Iterator[Entry]:
    """The installed command is asked, as `--help` does."""
    (point,) = entry_points(group="console_scripts", name="proceedings")
    group: click.Group = point.load()
    context = click.Context(group, info_name="proceedings")
    for name in group.list_commands(context):
        if command := group.get_command(context, name):
            yield from _command(f"proceedings {name}", command, context)


def _command(name: str, command: click.Command, parent: click.Context) -> Iterator[Entry]:
    context = click.Context(command, info_name=name, parent=parent)
    records = [p.get_help_record(context) for p in command.get_params(context)]
    parts = tuple(Entry(record[0], "", record[1]) for record in records if record)
    usage = " ".join(p.make_metavar(context) for p in command.params if isinstance(p, click.Argument))
    yield Entry(f"{name} {usage}".strip(), "", (command.help or "").replace("\n", " "), parts)


def _directives() -> Iterator[Entry]:
    for name, directive in (DIRECTIVES | STATEMENTS | {"engine-reference": EngineReference}).items():
        options = tuple(Entry(f":{option}:", "", "") for option in directive.option_spec or {})
        yield Entry(f"{{{name}}}", "", (getdoc(directive) or "").replace("\n", " "), options)


def _roles() -> Iterator[Entry]:
    for kind in KINDS:
        text = f"A link to the {kind} with this id, under its title unless another text is given."
        yield Entry(f"{{proceedings:{kind}}}`id`", "", text)


def _problems() -> Iterator[Entry]:
    for name, code in sorted(CODES.items()):
        yield Entry(
            name, code.effect, code.meaning, id=f"problem-{name.lower()}", example=EXAMPLES.get(name)
        )


def contents(entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    """What a long list begins with: the entries that have an address, by kind; most lists have none."""
    by_kind = ((title, [e for e in entries if e.id and e.note == note]) for note, title in EFFECTS.items())
    return [(title, found) for title, found in by_kind if found]


SECTIONS: dict[str, Callable[[], Iterator[Entry]]] = {
    "commands": _commands,
    "front-matter": lambda: _fields(FrontMatter),
    "volume": lambda: _fields(Settings),
    "programme": lambda: _fields(Programme),
    "people": lambda: _fields(People),
    "directives": _directives,
    "roles": _roles,
    "problems": _problems,
}


class EngineReference(SphinxDirective):
    """Describes a part of the engine from its own code: see the page on which this stands."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """The description, as HTML."""
        kind = self.arguments[0]
        if kind not in SECTIONS:
            hint = names.did_you_mean(kind, SECTIONS)
            raise self.error(f"There is no description “{kind}”. {hint}".strip())
        entries = list(SECTIONS[kind]())
        made = render("engine_reference.html", entries=entries, contents=contents(entries))
        return [nodes.raw("", str(Markup(made)), format="html")]  # noqa: S704 - a template's
