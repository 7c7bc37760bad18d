r"""Habits of LaTeX and of mail in the text of an abstract, where Markdown shows them as they are.

A habit is a pattern, and what stands for it here. `proceedings check` tells of it and offers that;
`--fix` writes it. The patterns see prose alone: formulas, code and addresses are hidden from them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sphinx_proceedings.content.prose import HIDDEN, Scanned
from sphinx_proceedings.gate import tex

Found = Callable[[int], str]
"""The source of a group of a match, by its number."""


@dataclass(frozen=True)
class Habit:
    """One habit. `instead` gives what to write; an empty text where that is for the author to say."""

    code: str
    pattern: re.Pattern[str]
    message: str
    instead: Callable[[Found], str | None]
    fix: str = ""
    in_head: bool = False
    """Whether front matter is searched for it, too."""


@dataclass(frozen=True)
class Seen:
    """A habit at its place, as offsets in the source, and what to write instead, if one thing is right."""

    habit: Habit
    start: int
    end: int
    given: str
    instead: str | None


GROUP = r"\{((?:[^{}\n]|\n(?!\s*\n)|\{[^{}\n]*\})*)\}"
STYLES = "|".join(name for name, style in tex.STYLES.items() if style in {"em", "strong", "tt"})
PLAIN = "|".join(name for name, style in tex.STYLES.items() if not style)
SIGNS = "|".join(name for name in tex.SIGNS if name.isalpha() and len(name) > 2)
ARXIV = r"(?P<arxiv>\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)"
EDGE = rf"\w{HIDDEN}"
# Not in the words of a link.
UNLINKED = rf"(?![^\[\]\n]*\]{HIDDEN})"
# Markdown escapes quotes, too: \"word\" has no accents. With braces, or within a word, it is one.
BRACED = r"\{[ ]*(?:[A-Za-z]|\\[ij])[ ]*\}"
ACCENT = re.compile(
    rf"\\[`'^\"~=.]{BRACED}|\\[uvHcdbkr]{BRACED}"
    r"|(?<=[^\W\d_])\\[`'^\"~](?:[A-Za-z]|\\[ij](?![A-Za-z]))|\\[~^][A-Za-z]"
)


def _styled(found: Found) -> str | None:
    mark = {"em": "*", "strong": "**", "tt": "`"}[tex.STYLES[found(1)]]
    words = " ".join(found(2).split())
    if not words or (mark == "`" and re.search(r"[`$\\]", words)) or (mark != "`" and "*" in words):
        return None
    return f"{mark}{words}{mark}"


def _cited(found: Found) -> str | None:
    keys = ",".join(key.strip() for key in found(3).split(",") if key.strip())
    if found(2) or not re.fullmatch(r"[\w:./+,-]+", keys):
        return None
    return f"{{{'cite:t' if found(1) in {'citet', 'textcite'} else 'cite:p'}}}`{keys}`"


def _accented(found: Found) -> str | None:
    value = found(0)
    letter = value[2:].strip(" {}\\")
    made = unicodedata.normalize("NFC", letter + tex.ACCENTS[value[1]])
    return made if len(made) == 1 else None


def _delimited(found: Found) -> str | None:
    inner = (found(1) or found(2)).strip()
    if "$" in inner or not re.search(r"[\\^_=<>+]|^[A-Za-z]$", inner):
        return None
    return f"${inner}$" if found(1) else f"$$ {inner} $$"


def _nothing(_found: Found) -> None:
    return None


HABITS: tuple[Habit, ...] = (
    Habit(
        "TEX-COMMAND", re.compile(rf"\\({STYLES})\s*{GROUP}"),
        "The command is shown as it is.", _styled, "Write *emphasis*, **strong** or `code`.", in_head=True,
    ),
    Habit(
        "TEX-COMMAND", re.compile(rf"\\(?:{PLAIN})\s*{GROUP}"),
        "The command is shown as it is.", lambda found: found(1), in_head=True,
    ),
    Habit(
        "TEX-COMMAND", re.compile(rf"\\(?:{SIGNS})(?![A-Za-z])(?:\{{\}}|[ ](?=[,.;:)]))?"),
        "The command is shown as it is.",
        lambda found: tex.SIGNS[found(0).rstrip("{} ")[1:]] if found(0)[1:9] != "textback" else None,
        "Write the character itself.", in_head=True,
    ),
    Habit(
        "TEX-COMMAND", re.compile(r"\\url\s*\{([^{}\s]+)\}|\\href\s*\{([^{}\s]+)\}\s*\{([^{}\n]*)\}"),
        "The command is shown as it is.",
        # The address itself is hidden from patterns, so that it has no braces here.
        lambda found: f"<{found(1)}>" if found(1) else f"[{found(3)}]({found(2)})" if found(3) else None,
        "Write [words](https://…).",
    ),
    Habit(
        "TEX-CITE",
        re.compile(r"\\(cite[pt]?|citealp|parencite|textcite)\*?\s*((?:\[[^\[\]\n]*\]){0,2})\s*\{([^{}\n]*)\}"),
        "The command is shown as it is.", _cited, "Write {cite:p}`key`, and what belongs to it in words.",
    ),
    Habit(
        "TEX-BREAK",
        re.compile(r"[ \t]{0,8}(?<!\\)\\\\(?:\[[\d.]+\w\w\])?[ \t]*(?:\n(?!\s*\n)|(?=\n\s*\n|\s*\Z))"),
        "Two backslashes are shown as one.",
        lambda found: "\\\n" if found(0).endswith("\n") else "",
        "Leave an empty line between paragraphs.",
    ),
    Habit(
        "TEX-QUOTES", re.compile(rf"``(?=[^\s`])([^`]*?)(?<=[{EDGE}.,;:!?)\]*$}}])''"),
        "LaTeX's quotation marks may be read as code.", lambda found: f"“{found(1)}”",
    ),
    Habit(
        "TEX-DASH",
        re.compile(rf"(?<=[{EDGE})\].,*”])(---?)(?=[{EDGE}(\[*“])|(?<=[^\s|:-] )(---?)(?= [^\s|:-])"),
        "Hyphens do not join to a dash.",
        lambda found: {2: "–", 3: "—"}[len(found(0))], in_head=True,
    ),
    Habit(
        "TEX-ACCENT", ACCENT, "An accent in LaTeX is shown as it is.", _accented,
        "Write the letter itself: the file is UTF-8.", in_head=True,
    ),
    Habit(
        "TEX-ACCENT", re.compile(r"\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L)(?:\{\}|(?![A-Za-z{]) ?)"),
        "A letter in LaTeX is shown as it is.", lambda found: tex.SIGNS[found(1)],
        "Write the letter itself: the file is UTF-8.", in_head=True,
    ),
    Habit(
        "TEX-TIE", re.compile(rf"(?<=[{EDGE}.,)}}*])~(?=[{EDGE}(\\{{\[])"),
        "A tilde is shown as a tilde.", lambda _found: " ", in_head=True,
    ),
    Habit(
        "TEX-MATH",
        re.compile(r"\\\(((?:(?!\\[()\[\]])[^\n]|\n(?!\s*\n))+)\\\)|\\\[((?:(?!\\[()\[\]])[^\n]|\n(?!\s*\n))+)\\\]"),
        "The backslashes vanish, and the formula is shown as its source.",
        _delimited, "Write $x$ in a line, and $$ … $$ for a display.",
    ),
    Habit(
        "TEX-COMMAND",
        re.compile(r"\\(?:begin|end)\s*\{(?:itemize|enumerate|description|center|quote|quotation|abstract|"
                   r"theorem|lemma|proposition|corollary|definition|remark|proof|figure|table|tabular)\*?\}"),
        "The environment is shown as it is.", _nothing,
        "Write items as lines that begin with - or 1., a quotation with >, a table with |, and the rest as "
        "paragraphs with a **bold** first word.",
    ),
    Habit(
        "TEX-COMMAND",
        re.compile(r"\\(?:item|footnote|section|subsection|paragraph|label|ref|eqref|cref|Cref|autoref|"
                   r"noindent|newline|par|bf|it|em|tt|sc|underline|vspace|hspace|title|author|maketitle|"
                   r"citeauthor|citeyear|nocite|textsc|textsuperscript|textsubscript)(?![A-Za-z])"),
        "The command is shown as it is.", _nothing,
        "The author guide says what to write for lists, footnotes, emphasis and references.",
    ),
    Habit(
        "MONEY", re.compile(r"(?<![\\\w$])\$(?=\d[\d.,]*(?![\w$]))"),
        "Before a number, a dollar sign begins a formula as soon as another one follows.",
        lambda _found: r"\$",
    ),
    Habit(
        "DOLLAR", re.compile(r"(?<!\\)\$+(?!\d)"),
        "A dollar sign stands alone: no formula begins or ends here.", _nothing,
        r"Write the other one, or \$ for the sign itself.",
    ),
    Habit(
        "UNLINKED", re.compile(rf"(?<![\w/.\[])arXiv:\s?{ARXIV}(?![\w\]]|\.\d){UNLINKED}", re.IGNORECASE),
        "This arXiv number is no link.",
        lambda found: f"[arXiv:{found(1)}](https://arxiv.org/abs/{found(1)})",
    ),
    Habit(
        "UNLINKED",
        re.compile(r"(?<![\w/.\[])(?:doi:\s?)?(?P<doi>10\.\d{4,9}/[^\s\"<>()\[\]{}*_`$|]*[\w])" + UNLINKED,
                   re.IGNORECASE),
        "This DOI is no link.", lambda found: f"<https://doi.org/{found(1)}>",
    ),
    Habit(
        "UNLINKED",
        re.compile(r"(?<![\w/.@\[])www\.[\w-]+\.[\w.-]*\w(?:/[^\s<>()\[\]|*_`$]*[\w/])?" + UNLINKED),
        "This address is no link.", _nothing, "Write it as <https://…>, or [words](https://…).",
    ),
)  # fmt: skip
# One look tells that a text has none of them; most have none.
SIGNS_OF_ALL = ("\\", "``", "--", "~", "$", "rXiv", "rxiv", "10.", "www.")
SIGNS_OF_HEAD = ("\\", "--", "~")


def seen(scanned: Scanned, *, head: bool = False) -> Iterator[Seen]:
    """The habits in a text, by place; where two overlap, the first."""
    if not any(sign in scanned.prose for sign in (SIGNS_OF_HEAD if head else SIGNS_OF_ALL)):
        return
    found = sorted(
        (match.start(), -match.end(), number, match)
        for number, habit in enumerate(HABITS)
        if not head or habit.in_head
        for match in habit.pattern.finditer(scanned.prose)
    )
    last = 0
    for start, end, number, match in found:
        if start >= last:
            habit = HABITS[number]
            given = scanned.source[start:-end]
            yield Seen(habit, start, -end, given, habit.instead(_groups(scanned.source, match)))
            last = -end


def _groups(source: str, match: re.Match[str]) -> Found:
    """The source of each group, formulas and all."""

    def group(number: int) -> str:
        start, end = match.span(number)
        return source[start:end] if start >= 0 else ""

    return group
