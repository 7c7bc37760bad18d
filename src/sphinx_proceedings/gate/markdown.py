"""The Markdown of an abstract: the tokens that may stand in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from sphinx_proceedings import addresses
from sphinx_proceedings.gate.files import PICTURE
from sphinx_proceedings.gate.text import deceptions
from sphinx_proceedings.problems import Problem

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_DEPTH = 12
MOST_KEYS = 200
MOST_PROBLEMS = 100
FENCES = frozenset({"fence", "colon_fence"})
SEEN = FENCES | {
    "text", "code_inline", "code_block", "math_inline", "math_inline_double", "math_block",
    "math_block_label", "amsmath", "myst_role", "image",
}  # fmt: skip
FORMULAS = frozenset({"math_inline", "math_inline_double", "math_block", "math_block_label", "amsmath"})
OPENING = {
    "math_inline": 1, "math_inline_double": 2, "math_block": 2, "math_block_label": 2, "myst_role": 7
}  # fmt: skip
"""How many characters of a formula's mark stand before it."""
Refusal = tuple[str, str, str]
"""Code, message, remedy."""

PLAIN = frozenset(
    f"{name}_{side}"
    for name in (
        "paragraph", "em", "strong", "bullet_list", "ordered_list", "list_item", "blockquote",
        "table", "thead", "tbody", "tr", "th", "td", "footnote_reference",
    )
    for side in ("open", "close")
) | {"inline", "softbreak", "hardbreak", "code_inline", "code_block", "link_close", "footnote_ref",
     "math_inline", "math_inline_double", "math_block", "amsmath",
     # Reported where it opens.
     "heading_close"}  # fmt: skip
INSTEAD = {
    "html_block": ("HTML is not allowed.", "Use Markdown; write < as &lt; or in `code`."),
    "heading_open": ("Headings are not allowed in an abstract.", "Use a **bold** first phrase."),
    "hr": ("A rule is not allowed.", "Leave an empty line between paragraphs."),
    "picture_in_caption": ("A caption cannot hold a picture.", "Put it below, on its own."),
    "myst_target": (
        "A target is not allowed.",
        "Remove the line; labels of equations go after $$.",
    ),
    "myst_line_comment": (
        "A line that begins with % is a comment, and would not be shown.",
        "Write \\% for a percent sign, or remove the line.",
    ),
    "myst_block_break": ("A block break is not allowed.", "Remove the line that starts with +++."),
}
ROLES = frozenset({"cite", "cite:p", "cite:t", "eq", "math"})
OTHER_ROLES = {
    "sub": "Write it as a formula: H$_2$O.",
    "subscript": "Write it as a formula: H$_2$O.",
    "sup": "Write it as a formula: m$^2$.",
    "superscript": "Write it as a formula: m$^2$.",
    "ref": "To refer to an equation, write {eq}`label`.",
    "numref": "To refer to an equation, write {eq}`label`.",
    "emphasis": "Write *emphasis*.",
    "strong": "Write **strong**.",
    "code": "Write `code`.",
    "doi": "Write <https://doi.org/10…>.",
    **dict.fromkeys(("cite:alp", "cite:ps", "cite:year", "cite:author"), "Write {cite:p}`key`."),
    "cite:ts": "Write {cite:t}`key`.",
}
DIRECTIVES = frozenset({"math", "figure"})
OPTIONS = {"math": frozenset({"label"}), "figure": frozenset({"alt"})}
LANGUAGES = frozenset(
    "text c cpp gap haskell julia latex macaulay2 magma maple mathematica matlab octave oscar "
    "polymake pseudocode python r rust sage singular".split()
)
LABEL = re.compile(r"[A-Za-z][A-Za-z0-9:_-]{0,60}")
COMMAND = re.compile(
    r"\\(href|url|style|cssId|html[A-Z][a-z]+|mmlToken|require|includegraphics|input|include|openin|openout"
    r"|write|immediate|special|csname|catcode|usepackage|documentclass|lstinputlisting)(?![A-Za-z])"
)
"""What links, styles, reads or runs in some program that typesets formulas."""
ATTRIBUTES = re.compile(r"\{[ \t]*[#.:%A-Za-z][^{}]*\}")
BLOCK_ATTRIBUTES = re.compile(r"\{[ \t]*[#.:%][^{}]*\}")
UNLINKED = re.compile(r"(?:\]\(|\]:|<)[ \t]*<?((?:javascript|vbscript|file|data):[^)\s>]*)", re.IGNORECASE)
SUBSTITUTION = re.compile(r"\{\{|\{%")


def judge(tokens: list[Token], path: str, own_folder: str) -> Iterator[Problem]:
    """The Problems of an abstract's tokens. `own_folder` is the contribution's id."""
    depth = keys = told = 0
    line, column = 1, 1
    for token in _flatten(tokens):
        line, column = token.meta.get("at", (line, column))
        depth += token.nesting
        if depth > MAX_DEPTH:
            message = f"The text nests more than {MAX_DEPTH} levels deep."
            yield Problem(path, line, column, "BUDGET", message, "Make it flatter.")
            return
        if token.type == "myst_role" and token.meta["name"].startswith("cite"):
            keys += token.content.count(",") + 1
        if keys > MOST_KEYS:
            message = f"The text cites more than {MOST_KEYS} works."
            yield Problem(path, line, column, "BUDGET", message, "Cite those that matter most.")
            return
        for code, message, fix in _refusals(token, own_folder):
            told += 1
            if told > MOST_PROBLEMS:
                more = f"There are more than {MOST_PROBLEMS} Problems in this text."
                yield Problem(path, line, column, "BUDGET", more, "Mend those that are listed first.")
                return
            yield Problem(path, line, column, code, message, fix)
        for at, message in islice(_commands(token), 9):
            yield Problem(path, *_within(token, at, line, column), "MATH", message, "Remove it.")


def _flatten(tokens: list[Token]) -> Iterator[Token]:
    previous = None
    for i, token in enumerate(tokens):
        if token.type == "text" and previous in {"link_close", "image", "code_inline"}:
            token.meta["follows"] = True
        previous = token.type
        if token.type == "link_open":
            within = takewhile(lambda other: other.type != "link_close", tokens[i + 1 :])
            token.meta["shows"] = "".join(other.content for other in within)
        yield token
        if token.type in FENCES:
            yield from _caption(token)
        elif token.type != "image":
            yield from _flatten(token.children or [])


def _caption(token: Token) -> Iterator[Token]:
    for child in _flatten(token.children or []):
        yield child.copy(type="picture_in_caption") if child.type == "image" else child


def _commands(token: Token) -> Iterator[tuple[int, str]]:
    """The place in a formula, and the message, of each command that does more than typeset."""
    is_math = token.type in FORMULAS or (token.type in FENCES | {"myst_role"} and _name(token) == "math")
    for found in COMMAND.finditer(token.content) if is_math else ():
        yield found.start(), f"A formula may not use {found[0]}."


def _within(token: Token, at: int, line: int, column: int) -> tuple[int, int]:
    """The place of the character number `at` of a formula that begins at `line` and `column`."""
    before = ("\n" if token.type in FENCES else "") + token.content[:at]
    if "\n" in before:
        return line + before.count("\n"), len(before) - before.rfind("\n")
    return line, column + OPENING.get(token.type, 0) + at


def _name(token: Token) -> str:
    return str(token.meta["name"] if token.type == "myst_role" else token.meta["directive"][0])


def is_empty(tokens: list[Token]) -> bool:
    """Whether nothing of a text would be seen."""
    notes = 0
    for token in _flatten(tokens):
        # A note shows only where something marks it.
        notes += token.nesting if token.type.startswith("footnote_reference") else 0
        if not notes and token.type in SEEN and (token.content.strip() or token.type == "image"):
            return False
    return True


def _refusals(token: Token, own_folder: str) -> Iterator[Refusal]:
    if judge_token := JUDGES.get(token.type):
        yield from judge_token(token, own_folder)
    elif token.type not in PLAIN:
        message, fix = INSTEAD.get(token.type, (f"“{token.type}” is not allowed.", "Remove it."))
        yield "TOKEN", message, fix


ADDRESSES = "Links start with https:// (a DOI: https://doi.org/10…) or mailto:."


def _text(token: Token, _own: str) -> Iterator[Refusal]:
    text = token.content
    # Entities such as &#x202e; are decoded only here.
    for message, fix in deceptions(text):
        yield "UNICODE", message, fix
    found = (
        ATTRIBUTES.match(text) if token.meta.get("follows") else BLOCK_ATTRIBUTES.fullmatch(text.strip())
    )
    if found:
        yield "ATTRS", f"Attributes such as “{found[0]}” are not allowed.", "Remove the braces."
    if SUBSTITUTION.search(text):
        message = "Two opening braces, or {%, begin a substitution, which an abstract may not have."
        yield "TOKEN", message, "Write one brace, or put a formula between $ and code between backticks."
    # The parser leaves a link as text where it finds the address dangerous.
    if unlinked := UNLINKED.search(text):
        yield "LINK", f"“{unlinked[1][:200]}” is not a link that an abstract may have.", ADDRESSES


def _link(token: Token, _own: str) -> Iterator[Refusal]:
    href = str(token.attrs.get("href", ""))
    if not _is_address(href):
        secure = href.replace("http://", "https://", 1)
        fix = f"Write {secure}." if secure != href and _is_address(secure) else ADDRESSES
        yield "LINK", f"“{href[:200]}” is not a link that an abstract may have.", fix
    elif host := addresses.pretended(token.meta["shows"], href):
        fix = "Show the address to which it leads, or words."
        yield "LINK", f"The link shows “{host[:80]}”, and leads to {href[:200]}", fix


def _is_address(href: str) -> bool:
    return bool(addresses.PAGE.fullmatch(href) or addresses.MAIL.fullmatch(href))


def _role(token: Token, _own: str) -> Iterator[Refusal]:
    name = token.meta["name"]
    if name not in ROLES:
        fix = OTHER_ROLES.get(name, "Roles are {cite:p}, {cite:t}, {eq} and {math}.")
        yield "ROLE", f"The role {{{name[:40]}}} is not allowed.", fix
    elif name == "eq" and not LABEL.fullmatch(token.content.strip()):
        yield "ROLE", f"“{token.content[:80]}” is not an equation's label.", "Write {eq}`label`."


def _fence(token: Token, own: str) -> Iterator[Refusal]:
    name, argument, options, _ = token.meta["directive"]
    if not token.info.strip().startswith("{"):
        if token.type == "colon_fence":
            yield "DIRECTIVE", "A fence of colons is for directives.", "Use ``` for code."
        elif argument and argument.lower() not in LANGUAGES:
            fix = f"Leave the name out, or use one of: {', '.join(sorted(LANGUAGES))}."
            yield "LANG", f"“{argument[:40]}” is not a language that code here may have.", fix
        return
    if name not in DIRECTIVES:
        fix = "An abstract may use the directives {math} and {figure} only."
        yield "DIRECTIVE", f"The directive {{{name[:40]}}} is not allowed.", fix
        return
    for option in options:
        if option not in OPTIONS[name]:
            fix = f"{{{name}}} has: {', '.join(sorted(OPTIONS[name]))}."
            yield "DIRECTIVE", f"The option :{option[:40]}: is not allowed.", fix
    if "label" in options and not LABEL.fullmatch(options["label"]):
        fix = "Use letters, digits, hyphens."
        yield "DIRECTIVE", f"“{options['label'][:40]}” is not a label.", fix
    if name == "figure":
        yield from _picture(argument, own)
        if not options.get("alt"):
            yield "FIGURE", "The picture has no description.", "Add a line “:alt: what it shows”."


def _labelled(token: Token, _own: str) -> Iterator[Refusal]:
    if not LABEL.fullmatch(token.info):
        yield (
            "TOKEN",
            f"“{token.info[:40]}” is not an equation's label.",
            "Use letters and hyphens.",
        )


def _image(token: Token, own: str) -> Iterator[Refusal]:
    yield from _picture(str(token.attrs.get("src", "")), own)
    said = "".join(child.content for child in token.children or ()) + str(token.attrs.get("title", ""))
    for message, fix in deceptions(said):
        yield "UNICODE", message, fix
    if not any(child.content.strip() for child in token.children or ()):
        fix = "Say between the brackets what the picture shows, for readers who do not see it."
        yield "FIGURE", "The picture has no description.", fix


def _picture(source: str, own: str) -> Iterator[Refusal]:
    if not PICTURE.fullmatch(source.removeprefix(f"{own}/")):
        fix = f"Put it into abstracts/{own}/ as .png, .jpg or .webp and write its name."
        yield "TOKEN", f"“{source[:200]}” is not a picture of this contribution.", fix


def _html(token: Token, _own: str) -> Iterator[Refusal]:
    fix = "Write it in $math$, in `code`, or < as &lt;."
    yield "TOKEN", f"“{token.content[:80]}” is read as HTML, which is not allowed.", fix


JUDGES: dict[str, Callable[[Token, str], Iterator[Refusal]]] = {
    "text": _text,
    "html_inline": _html,
    "link_open": _link,
    "myst_role": _role,
    "fence": _fence,
    "colon_fence": _fence,
    "image": _image,
    "math_block_label": _labelled,
}
