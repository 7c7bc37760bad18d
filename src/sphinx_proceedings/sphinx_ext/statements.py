"""What an authored page sets apart: a definition, a worked example, open questions, a drawing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx.util.docutils import SphinxDirective

from sphinx_proceedings.pages import drawing
from sphinx_proceedings.sphinx_ext.domain import domain_of


class Statement(SphinxDirective):
    """A block with a name. The docstring of each kind is its line in the manual."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[Any], Any]]] = {"name": options.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """The block alone."""
        return [self.block()]

    def block(self) -> nodes.container:
        """The block: its name, then its text."""
        self.assert_has_content()
        block = nodes.container(classes=["statement", self.name], is_div=True)
        self.set_source_info(block)
        self.add_name(block)
        if self.arguments:
            name, messages = self.state.inline_text(self.arguments[0], self.lineno)
            block += nodes.paragraph("", "", *name, *messages, classes=["statement-name"])
        block += self.parse_content_to_nodes()
        return block


class Definition(Statement):
    """Sets a definition apart. The argument is the term; `:name:` gives it an address."""


class Questions(Statement):
    """Sets a list of open questions apart."""

    required_arguments = 0


class WorkedExample(Statement):
    """Sets a worked example apart and names the test that checks it. The argument is its title."""

    option_spec: ClassVar[dict[str, Callable[[Any], Any]]] = {
        **Statement.option_spec,
        "test": options.unchanged_required,
    }

    def block(self) -> nodes.container:
        """The block, with the test below."""
        block = super().block()
        if test := self.options.get("test", ""):
            file = domain_of(self.env).build.layout.root / test
            # Noted also where it is missing, so that the page is read again when it comes.
            self.env.note_dependency(str(file))
            if not file.is_file():
                raise self.error(f"There is no file “{test}” in the volume.")
            shown: nodes.Node = nodes.literal(text=test)
            if repository := domain_of(self.env).compiled.volume.settings.repository:
                address = f"{repository.rstrip('/')}/blob/HEAD/{test}"
                shown = nodes.reference("", "", shown, refuri=address, internal=False)
            block += nodes.paragraph("", "Checked by ", shown, nodes.Text("."), classes=["checked-by"])
        return block


class Drawing(SphinxDirective):
    """Shows an SVG of the page's folder in the colours of the page. The text below it is its caption.

    `:alt:` says in words what it shows.
    """

    has_content = True
    required_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[Any], Any]]] = {"alt": options.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """The drawing within the page, so that it takes the page's fonts and colours."""
        if not self.options.get("alt"):
            raise self.error("Say what the drawing shows, in :alt:, for those who cannot see it.")
        _, file = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(file)
        path = Path(file)
        if not path.is_file():
            raise self.error(f"There is no drawing “{self.arguments[0]}”.")
        try:
            made = drawing.inline(path.read_bytes(), self.options["alt"])
        except drawing.NotADrawing as reason:
            raise self.error(f"{self.arguments[0]}: {reason}") from None
        figure = nodes.figure("", nodes.raw("", made, format="html"), classes=["drawn"])
        self.set_source_info(figure)
        if self.content:
            caption, *rest = self.parse_content_to_nodes()
            figure += nodes.caption("", "", *caption.children)
            figure += nodes.legend("", *rest) if rest else []
        return [figure]


STATEMENTS: dict[str, type[SphinxDirective]] = {
    "definition": Definition,
    "worked-example": WorkedExample,
    "questions": Questions,
    "drawing": Drawing,
}
