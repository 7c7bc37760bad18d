"""HTML as LaTeX, as far as an abstract has a place for it.

Nothing of the HTML itself gets through: known elements become commands, the text of unknown ones is
kept, and what they were is said. What the commands come to is for the reader of LaTeX and the gate.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from sphinx_proceedings.importers.addresses import linkable
from sphinx_proceedings.importers.flow import Doubt

STYLES = {
    "em": "emph", "i": "emph", "cite": "emph", "dfn": "emph", "var": "emph",
    "strong": "textbf", "b": "textbf", "code": "texttt", "tt": "texttt", "kbd": "texttt", "samp": "texttt",
    "h1": "textbf", "h2": "textbf", "h3": "textbf", "h4": "textbf", "h5": "textbf", "h6": "textbf",
}  # fmt: skip
LISTS = {"ul": "itemize", "ol": "enumerate"}
BLOCKS = frozenset(
    "p div blockquote section article header footer center h1 h2 h3 h4 h5 h6 table tr dl dt dd "
    "figure figcaption".split()
)
INLINE = frozenset("span font u s small big abbr a sub sup q mark ins del thead tbody th td wbr".split())
SILENT = frozenset({"script", "style", "template", "title", "head", "iframe", "object", "svg", "math"})
SCRIPTS = {"sub": "_", "sup": "^"}
PLAIN_SCRIPT = re.compile(r"[\w+\-−., ()]{1,40}")
KEPT_TEXT = "Set it again where it matters."
SEE = "See what stands there in the original."


def as_latex(html: str) -> tuple[str, tuple[Doubt, ...]]:
    """The text of `html` with commands for what LaTeX knows, and what is lost of it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return "".join(reader.out), tuple(Doubt(*item) for item in reader.doubts.items())


class _Reader(HTMLParser):
    """What has been written, which elements are open, and what is doubtful."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.doubts: dict[str, str] = {}
        self.open: list[tuple[str, str]] = []
        self.silent = 0
        self.scripts: list[tuple[str, int]] = []

    def end(self) -> None:
        """Close all that is open."""
        while self.open:
            self.out.append(self.open.pop()[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
            self.doubts[f"The element <{tag}> was left out."] = SEE
            return
        if self.silent:
            return
        if tag in BLOCKS:
            self.out.append("\n\n")
        if tag in LISTS:
            self._begin(tag, f"\n\n\\begin{{{LISTS[tag]}}}\n", f"\n\\end{{{LISTS[tag]}}}\n\n")
        elif tag == "pre":
            self._begin(tag, "\n\n\\begin{verbatim}\n", "\n\\end{verbatim}\n\n")
        elif tag in STYLES and not self._within("pre"):
            self._begin(tag, f"\\{STYLES[tag]}{{", "}")
        elif tag == "a":
            self._link(dict(attrs).get("href") or "")
        elif tag in SCRIPTS:
            self.scripts.append((tag, len(self.out)))
        else:
            self._other(tag, dict(attrs).get("alt") or "")

    def _other(self, tag: str, alt: str) -> None:
        match tag:
            case "li":
                self.out.append("\n\\item ")
            case "br":
                self.out.append("\n" if self._within("pre") else " \\\\ ")
            case "hr":
                self.out.append("\n\n")
            case "td" | "th":
                self.out.append(" ")
                self.doubts["A table became plain text."] = KEPT_TEXT
            case "img":
                self.out.append(alt)
                self.doubts["A picture was left out."] = "Put it into the contribution's own folder."
            case _ if tag not in BLOCKS | INLINE | STYLES.keys():
                # Not HTML at all: “x <y and z> w”.
                self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
            return
        if self.silent:
            return
        if self._within(tag):
            while True:
                name, closing = self.open.pop()
                self.out.append(closing)
                if name == tag:
                    break
        if tag in SCRIPTS and self.scripts and self.scripts[-1][0] == tag:
            self._script(*self.scripts.pop())
        if tag in BLOCKS:
            self.out.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        # `\begin` and `\end` of an author's own would close what the HTML opened.
        self.out.append(data.replace("\\end{", "\\end {") if self._within("pre") else data)

    def unknown_decl(self, data: str) -> None:
        """A marked section, such as CDATA: it is left out."""
        self.doubts[f"“{data[:40]}” was left out."] = SEE

    def _begin(self, tag: str, opening: str, closing: str) -> None:
        self.out.append(opening)
        self.open.append((tag, closing))

    def _within(self, tag: str) -> bool:
        return any(name == tag for name, _ in self.open)

    def _link(self, href: str) -> None:
        if linkable(href):
            self._begin("a", f"\\href{{{href.replace('%', chr(92) + '%')}}}{{", "}")
        elif href and not href.startswith(("mailto:", "#")):
            self.doubts[f"A link does not lead to a plain https address: {href[:120]}"] = KEPT_TEXT

    def _script(self, tag: str, start: int) -> None:
        """What stood between <sub> and </sub> as a formula of its own, where it is simple."""
        said = "".join(self.out[start:])
        del self.out[start:]
        if PLAIN_SCRIPT.fullmatch(said):
            upright = said if said.replace("−", "").isdigit() else f"\\mathrm{{{said}}}"
            self.out.append(f"${SCRIPTS[tag]}{{{upright}}}$")
        else:
            self.out.append(said)
            self.doubts[f"“{said[:40]}” is no longer set as <{tag}>."] = KEPT_TEXT
