"""A page of a stranger's build: what in it could run, or act for its reader."""

from __future__ import annotations

import re
from html.parser import HTMLParser

JSON = frozenset({"application/json", "application/ld+json"})
ACTIVE = frozenset(
    "animate animatemotion animatetransform applet base embed frame frameset iframe object portal set style"
    .split()
)  # fmt: skip
"""Elements that run, frame or restyle something, or change what an address means."""
REFUSED = frozenset({"srcdoc", "srcset", "style"})
SCHEMES = frozenset({"https", "http", "mailto", "webcal", "webcals"})
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
OPENING = re.compile(r"<[A-Za-z]")
MARKUP = re.compile(r"<[A-Za-z/!?]")
SPACE = r"[ \t\n\r\f]"
WHOLE = re.compile(
    rf"""<(?:!--(?:[^-]|-(?!->))*+-->|!doctype{SPACE}+html{SPACE}*>|/[a-z][a-z0-9-]*{SPACE}*>"""
    rf"""|[a-z][a-z0-9-]*(?:{SPACE}+[^\s"'<>/=]+(?:{SPACE}*={SPACE}*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*+"""
    rf"""{SPACE}*/?>)""",
    re.IGNORECASE,
)
"""A tag, a comment or the type of the document, that ends. What does not costs the reader hours."""
BLANK = re.compile(r"[\x00-\x20]+")
WORDS = frozenset("alt aria-label content data-words name placeholder property title value".split())
"""Attributes in which an address is only read."""
ELSEWHERE = re.compile(r"//|\\|(?:image|set|src|url)\(|(?:^|[,'\"])[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""What in any other attribute may be an address outside of the site."""
TELLING = frozenset(
    "alternate author canonical cite-as describedby item license schema.dc schema.dcterms type".split()
)
"""What a `link` may be that fetches nothing."""


def runs(data: bytes) -> str:
    """What in a page runs other than scripts of the site, or an empty text.

    A second line of defence: previews are shown where nothing else is, and scripts are compared with the
    base's. A browser may understand broken markup otherwise than this reader does.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "bytes that are not UTF-8"
    if not _is_whole(text):
        return "markup that does not end"
    reader = _Reader()
    reader.feed(text)
    reader.close()
    # What this reader took for text or for a comment, a browser may take for an element.
    hidden = "an element that is not to be seen" if len(OPENING.findall(text)) != reader.elements else ""
    return reader.found or hidden


def _is_whole(text: str) -> bool:
    at = 0
    while begun := MARKUP.search(text, at):
        if not (part := WHOLE.match(text, begun.start())):
            return False
        at = part.end()
    return True


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = ""
        self.in_script = False
        self.elements = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        named = {name: value or "" for name, value in attrs}
        self.in_script = tag == "script" and named.get("type", "") not in JSON
        self.found = self.found or _objection(tag, named)

    def handle_data(self, data: str) -> None:
        if self.in_script and data.strip():
            self.found = self.found or "a script of its own"

    def handle_endtag(self, tag: str) -> None:
        self.in_script = self.in_script and tag != "script"

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002 - the parser decides what it gives
        self.found = self.found or "a declaration"


def _objection(tag: str, attributes: dict[str, str]) -> str:
    if tag in ACTIVE:
        return f"an element <{tag}>"
    if tag == "meta" and attributes.get("http-equiv", "content-security-policy").lower() not in {
        "content-security-policy", "x-ua-compatible", "content-type",
    }:  # fmt: skip
        return "an order to the browser"
    if tag == "meta" and attributes.get("charset", "utf-8").lower() != "utf-8":
        return "another encoding"
    for name in attributes:
        if name.startswith("on") or name in REFUSED:
            return f"an attribute {name}"
        if name not in WORDS and _leads_astray(tag, name, attributes):
            return "an address that runs, or fetches from elsewhere"
    return ""


def _leads_astray(tag: str, name: str, attributes: dict[str, str]) -> bool:
    address = BLANK.sub("", attributes[name])
    telling = tag == "link" and set(attributes.get("rel", "").lower().split()) <= TELLING
    if name == "href" and (tag == "a" or telling):
        scheme = SCHEME.match(address)
        return scheme is not None and scheme[1].lower() not in SCHEMES
    return ELSEWHERE.search(address) is not None
