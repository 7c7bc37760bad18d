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
ADDRESSES = frozenset("action background data formaction href ping poster src xlink:href".split())
REFUSED = frozenset({"srcdoc", "srcset", "style"})
SCHEMES = frozenset({"https", "http", "mailto"})
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
OPENING = re.compile(r"<[A-Za-z]")
BLANK = re.compile(r"[\x00-\x20]+")
LOADS = frozenset("audio button feimage form image img input link script source track use video".split())
"""Elements that fetch what they name, or send to it, and so may name files of the site only."""
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
    reader = _Reader()
    reader.feed(text)
    reader.close()
    # What this reader took for text or for a comment, a browser may take for an element.
    hidden = "an element that is not to be seen" if len(OPENING.findall(text)) != reader.elements else ""
    return reader.found or hidden


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
    for name, value in attributes.items():
        if name.startswith("on") or name in REFUSED:
            return f"an attribute {name}"
        if name in ADDRESSES and _leads_astray(tag, attributes, value):
            return "an address that runs, or fetches from elsewhere"
    return ""


def _leads_astray(tag: str, attributes: dict[str, str], value: str) -> bool:
    address = BLANK.sub("", value).replace("\\", "/")
    scheme = SCHEME.match(address)
    fetches = tag in LOADS and not (
        tag == "link" and set(attributes.get("rel", "").lower().split()) <= TELLING
    )
    if scheme is None:
        return fetches and address.startswith("//")
    return fetches or scheme[1].lower() not in SCHEMES
