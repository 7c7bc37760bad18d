"""The state of reading LaTeX text: what has been said, and which groups are open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sphinx_proceedings.importers import latex_commands as commands
from sphinx_proceedings.importers import latex_math
from sphinx_proceedings.importers.addresses import linkable
from sphinx_proceedings.importers.flow import (
    PLAIN,
    Block,
    Display,
    Listing,
    Paragraph,
    Run,
    Style,
    runs_of,
)

MAX_DOUBTS = 20
NEARBY_DOLLARS = 8
COMPARE = "Compare the text with the original."

SPECIAL = re.compile(r"\\|[{}$\"~%]|\*{1,2}|`+|'+|-{2,}|\s+|https?://")
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
FORMULA_PART = re.compile(r"\\.|[{}$]|\n[ \t]*\n", re.DOTALL)
SPACE = re.compile(r"[ \t]*\n?[ \t]*")
OPTIONS = re.compile(r"\s*\[([^\[\]\n]{0,200})\]")
PUNCTUATION = re.compile(r"\s*([.,;:!?])(?=\s|$)")


@dataclass(slots=True)
class Frame:
    """An open group or environment: the style in it, and what its end brings."""

    style: Style
    env: str = ""
    end: int = -1
    after: str = ""
    note: int = -1
    listing: Listing | None = None
    outside: tuple[list[Block], list[Run], list[Listing]] | None = None


@dataclass(slots=True)
class Reader:
    """What has been read of `text`, and what is still open.

    `signs` says what to do with a sign of LaTeX, by its first character. With `in_line` (a title, a
    name) all is one paragraph. The time is in proportion to the text, whatever it holds, and nothing
    recurses.
    """

    text: str
    signs: Mapping[str, Callable[[Reader, str], None]]
    in_line: bool = False
    at: int = 0
    sink: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    notes: list[tuple[Run, ...]] = field(default_factory=list)
    doubts: dict[str, str] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=lambda: [Frame(PLAIN)])
    lists: list[Listing] = field(default_factory=list)
    envs: Counter[str] = field(default_factory=Counter)
    braces: dict[int, int] = field(default_factory=dict)
    ends: set[int] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    quotes: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Read all of the text."""
        self._match_braces()
        while match := SPECIAL.search(self.text, self.at):
            self.add(self.text[self.at : match.start()])
            self.at = match.end()
            if match[0].isspace():
                self.space(match[0])
            elif self.frames[-1].style.code and match[0][0] in "-`'\"*":
                self.add(match[0])  # typewriter fonts have no ligatures
            else:
                self.signs[match[0][0]](self, match[0])
        self.add(self.text[self.at :])
        while len(self.frames) > 1:
            self.close()
        self.paragraph()

    def _match_braces(self) -> None:
        """Where the group ends that begins at a brace; unbalanced braces have no end."""
        opened: list[int] = []
        for match in BRACE.finditer(self.text):
            if match[0] == "{":
                opened.append(match.start())
            elif match[0] == "}" and opened:
                self.braces[opened.pop()] = match.start()

    def doubt(self, message: str, fix: str = "") -> None:
        """Note that something could not be taken over exactly."""
        if len(self.doubts) < MAX_DOUBTS:
            self.doubts.setdefault(message, fix)

    # ── what is said ─────────────────────────────────────────────────────────────────────────────

    def add(self, text: str) -> None:
        """Say `text` in the style of the innermost group."""
        if text:
            self.pending.append(text)

    def space(self, sign: str) -> None:
        """White space; an empty line ends the paragraph."""
        if sign.count("\n") > 1 and not self.in_line:
            self.paragraph()
        else:
            self.pending.append(" ")

    def flush(self) -> None:
        """Make a run of what was said; due before the style changes."""
        if self.pending:
            self.runs.append(Run("".join(self.pending), self.frames[-1].style))
            self.pending = []

    def put(self, run: Run) -> None:
        """Say a run that is made already."""
        self.flush()
        self.runs.append(run)

    def paragraph(self) -> None:
        """End the paragraph."""
        self.flush()
        if any(run.kind != "break" and run.text.strip() for run in self.runs):
            self.sink.append(Paragraph(tuple(self.runs)))
        self.runs = []
        self.quotes.clear()

    # ── groups ───────────────────────────────────────────────────────────────────────────────────

    def open(self, frame: Frame) -> None:
        """Begin a group or an environment."""
        self.flush()
        self.frames.append(frame)
        if frame.end >= 0:
            self.ends.add(frame.end)

    def divert(self, lists: list[Listing]) -> None:
        """Let what follows go elsewhere until the innermost group ends."""
        self.frames[-1].outside = (self.sink, self.runs, self.lists)
        self.sink, self.runs, self.lists = [], [], lists

    def close(self) -> None:
        """End the innermost group or environment."""
        frame = self.frames[-1]
        if frame.env or frame.note >= 0:
            self.paragraph()
        self.flush()
        self.frames.pop()
        self.ends.discard(frame.end)
        self.envs[frame.env] -= 1
        if frame.listing is not None and not frame.listing.items:
            frame.listing.items.append(self.sink)
        if frame.note >= 0:
            self.notes[frame.note] = tuple(runs_of(self.sink))
        if frame.outside:
            self.sink, self.runs, self.lists = frame.outside
        self.add(frame.after)

    def begin_group(self, style: Style | None = None, after: str = "") -> None:
        """Begin the group whose brace comes next, in a style; `after` is said at its end."""
        end = self.braces.get(self.at, -1)
        if end < 0:
            self.doubt("A brace { is not closed.", COMPARE)
            style = None
        self.at += 1
        self.open(Frame(style or self.frames[-1].style, end=end, after=after))

    def skip_space(self) -> bool:
        """Pass over white space; whether a group begins after it."""
        self.at = SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]  # may be empty
        return self.text.startswith("{", self.at)

    def group(self) -> str | None:
        """The source of the group that begins here, or None where none does."""
        before = self.at
        end = self.braces.get(self.at) if self.skip_space() else None
        if end is None:
            self.at = before
            return None
        text, self.at = self.text[self.at + 1 : end], end + 1
        return text

    def star(self) -> None:
        """Pass over the star of a command's second form."""
        self.at += self.text.startswith("*", self.at)

    def options(self) -> str:
        """The source of the options in brackets that begin here."""
        match = OPTIONS.match(self.text, self.at)
        if not match:
            return ""
        self.at = match.end()
        return match[1].strip()

    def until(self, terminator: str) -> str | None:
        """The text up to `terminator`, which is passed over; None where it does not come again."""
        found = -1 if terminator in self.absent else self.text.find(terminator, self.at)
        if found < 0:
            self.absent.add(terminator)
            return None
        text, self.at = self.text[self.at : found], found + len(terminator)
        return text

    # ── formulas ─────────────────────────────────────────────────────────────────────────────────

    def formula_end(self) -> int:
        """Where the formula's dollar sign is: outside of braces if it can be; or -1."""
        depth, first, seen = 0, -1, 0
        for match in FORMULA_PART.finditer(self.text, self.at):
            sign = match[0]
            if sign == "$":
                if depth <= 0:
                    return match.start()
                first = match.start() if first < 0 else first
                seen += 1
            depth += (sign == "{") - (sign == "}")
            if sign[0] == "\n" or seen >= NEARBY_DOLLARS:
                break
        return first

    def math(self, tex: str) -> None:
        """Say a formula."""
        style = replace(self.frames[-1].style, code=False)
        tex = latex_math.formula(tex)
        if match := latex_math.ONLY_TEXT.fullmatch(tex):
            kind = commands.STYLES.get(match[1], "")
            now = Style(
                style.em or kind == "em", style.strong or kind == "strong", kind == "code", style.href
            )
            self.put(Run(match[2], now))
        elif tex.strip():
            self.put(Run(tex, style, "math"))

    def display(self, tex: str, env: str = "") -> None:
        """Display a formula, with the punctuation that follows it."""
        if self.in_line:
            self.math(tex)
            return
        tex, env = latex_math.display(tex, env)
        if tex:
            self.paragraph()
            if match := PUNCTUATION.match(self.text, self.at):
                tex += match[1]
                self.at = match.end()
            self.sink.append(Display(tex, env))

    def address(self, url: str) -> None:
        """Say an address, as a link if an abstract may have it."""
        href = url if linkable(url) else ""
        self.put(Run(url, replace(self.frames[-1].style, href=href, code=False)))
