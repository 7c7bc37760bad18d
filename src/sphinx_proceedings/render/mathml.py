"""What a page may hold of the converter's MathML: an allow-list, and classes instead of styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.entities import html5
from xml.etree.ElementTree import Element, fromstring

ELEMENTS = frozenset(
    "math semantics annotation mrow mi mn mo mtext mspace ms msup msub msubsup munder mover munderover "
    "mfrac msqrt mroot mtable mtr mtd mpadded menclose mmultiscripts mprescripts mphantom none "
    "span em b i code a".split()
)
ATTRIBUTES = frozenset(
    "display displaystyle scriptlevel stretchy lspace rspace accent accentunder mathvariant width height "
    "depth encoding minsize maxsize form class movablelimits linethickness symmetric notation columnalign "
    "separator fence largeop id".split()
)
# One class for each declaration that the converter writes.
CLASSES = {
    "width: 100%": "mx-full",
    "width: 50%": "mx-half",
    "width: 7.5%": "mx-gap",
    "text-align: right": "mx-right",
    "text-align: left": "mx-left",
    "justify-items: end": "",
    "justify-items: start": "",
    "padding-right: 0": "mx-pr0",
    "padding-left: 0": "mx-pl0",
    "padding-left:0": "mx-pl0",
    "padding-right:0": "mx-pr0",
    "padding-left:1em": "mx-pl1",
    "padding-left:0.2778em": "mx-pl3",
    "padding-right:0.2778em": "mx-pr3",
    "padding-left:0.2222em": "mx-pl4",
    "padding-right:0.2222em": "mx-pr4",
    "padding-left: 0.1em": "mx-pl5",
    "padding-right: 0.1em": "mx-pr5",
    "padding-top: 0": "mx-pt0",
    "padding-bottom: 0": "mx-pb0",
    "padding-top: 0.1667em": "mx-pt1",
    "border-right: 0.05em dashed currentcolor": "mx-brd",
    "border-left: 0.05em dashed currentcolor": "mx-bld",
    "border-top: 0.05em dashed currentcolor": "mx-btd",
    "border-bottom: 0.05em dashed currentcolor": "mx-bbd",
    "padding-right:0.1667em": "mx-pr1",
    "padding-left:0.1667em": "mx-pl2",
    "margin-left:-0.16666667em": "mx-neg",
    "font-variant-caps: small-caps": "mx-caps",
    "border-right: 0.05em solid currentcolor": "mx-br",
    "border-left: 0.05em solid currentcolor": "mx-bl",
    "border-top: 0.05em solid currentcolor": "mx-bt",
    "border-bottom: 0.05em solid currentcolor": "mx-bb",
}
ANNOTATION = '<annotation encoding="application/x-tex">'
NAMED = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
STYLED = re.compile(
    r"<([a-z]+)((?: [a-z-]+=\"[^\"]*\")*? (?:style|displaystyle|scriptlevel)=\"[^\"]*\"[^<>]*?)(/?)>"
)
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
LEVELS = {
    ("displaystyle", "true"): "mx-display",
    ("displaystyle", "false"): "mx-compact",
    ("scriptlevel", "0"): "mx-level0",
    ("scriptlevel", "1"): "mx-level1",
    ("scriptlevel", "2"): "mx-level2",
}
"""Attributes of MathML Core that are CSS by another name."""
LEANING = frozenset("VYTPFWNUJMfΓΥΨτ")
"""Letters that lean out of their width by more than 0.08 em: MathItalicsCorrectionInfo of the font."""
LARGE = re.compile(r'<mo minsize="(1\.2|1\.623)em" ([^>]*)>(?=[()\[\]{}]</mo>)')
SCRIPTED = re.compile(r"<(msup|msub|msubsup)>(<mo (?=[^>]*minsize)[^>]*>[^<]*</mo>)")
LAST = re.compile(r"<mi>(.)</mi>(?:</mrow>)?(?=<annotation)")
SIZE = re.compile(r"-?[0-9.]+(em|rem|%)?")
SIZED = frozenset({"width", "height", "depth", "minsize", "maxsize", "lspace", "rspace", "linethickness"})
MOVING = frozenset({"width", "lspace", "rspace", "style"})
BACKWARDS = re.compile(r"-[0-9.]+(?=em)")
MAX_EM = 4.0
MAX_LEVELS = 128
"""Elements within elements. What reads them calls itself three times a level, and Python ends at 1,000."""


def parse(html: str) -> Element:
    """The converter's output as a tree. It names a few characters as HTML does, which XML cannot read."""
    return fromstring(NAMED.sub(_character, html))  # noqa: S314 - the converter writes no document type


def _character(match: re.Match[str]) -> str:
    return html5.get(f"{match[1]};", match[0])


def faults(root: Element) -> Iterator[str]:
    """Why a formula may not stand on a page; nothing where it may."""
    if _is_deep(root):
        yield f"A formula nests at most {MAX_LEVELS} levels deep"
    moved = 0.0
    for element in root.iter():
        if element.tag not in ELEMENTS:
            yield f"A formula may not make <{element.tag}>"
        for name, value in element.items():
            if not _is_plain(element.tag, name, value):
                yield "A formula may not set colours, places or sizes"
            # Step by step, too, it would reach the text before it.
            if name in MOVING and (back := BACKWARDS.search(value)):
                moved -= float(back[0])
    if moved > MAX_EM:
        yield f"A formula may not move backwards by more than {MAX_EM:.0f} em"


def _is_deep(root: Element) -> bool:
    level, depth = [root], 0
    while level and depth < MAX_LEVELS:
        level, depth = [child for element in level for child in element], depth + 1
    return bool(level)


def with_classes(html: str) -> str:
    """The same MathML without inline styles. Its annotation, the author's source, is left alone.

    Two attributes become classes, too: HTML checkers know them only on the elements of MathML 3.
    """
    visible, annotation, rest = html.partition(ANNOTATION)
    # Chromium does not stretch a bracket that has an exponent, unless it stands in a row of its own.
    visible = SCRIPTED.sub(r"<\1><mrow>\2</mrow>", visible)
    visible = LARGE.sub(_large, visible)
    return STYLED.sub(_classes, visible) + annotation + rest


def with_source(html: str, tex: str) -> str:
    """The same MathML with `tex` as its annotation: what its author wrote, without what we added."""
    head, begin, rest = html.partition(ANNOTATION)
    _, end, tail = rest.partition("</annotation>")
    return f"{head}{begin}{escape(tex, quote=False)}{end}{tail}"


def leans(html: str) -> bool:
    """Whether a formula ends with a letter that leans into what follows it."""
    found = LAST.search(html)
    return found is not None and found[1] in LEANING


def _is_plain(element: str, name: str, value: str) -> bool:
    if name == "style":
        return all(part.strip() in CLASSES for part in value.split(";") if part.strip())
    if name == "href":
        return element == "a" and value.startswith("#eq-")
    if name == "id":
        return value.startswith("eq-")
    if name in SIZED:
        return SIZE.fullmatch(value) is not None and abs(float(value.rstrip("rem%"))) <= MAX_EM
    return name in ATTRIBUTES


def _large(match: re.Match[str]) -> str:
    name = "mx-big" if match[1] == "1.2" else "mx-bigger"
    return f'<mo class="{name}" minsize="{match[1]}em" {match[2]}>'


def _classes(match: re.Match[str]) -> str:
    names: list[str] = []
    kept = []
    for name, value in ATTRIBUTE.findall(match[2]):
        if name == "class":
            names.append(value)
        elif name == "style":
            names += [CLASSES.get(part.strip(), "") for part in value.split(";")]
        elif (name, value) in LEVELS:
            names.append(LEVELS[name, value])
        else:
            kept.append(f' {name}="{value}"')
    classes = " ".join(dict.fromkeys(name for name in names if name))
    shown = f' class="{classes}"' if classes else ""
    return f"<{match[1]}{''.join(kept)}{shown}{match[3]}>"
