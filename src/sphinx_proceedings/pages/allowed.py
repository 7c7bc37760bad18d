"""What a page of the engine may hold: each element, each attribute of it, and the form of each value."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sphinx_proceedings.render import mathml

Values = re.Pattern[str]
Elements = Mapping[str, Mapping[str, Values]]

TEXT = re.compile(r"[^\"<>]*")
NAMES = re.compile(r"[^\"<>&]*")
WORD = re.compile(r"[A-Za-z0-9/+-]*")
NUMBERS = re.compile(r"[\d. e-]*(?:em|%)?")
PATH = re.compile(r"[\d. ,a-zA-Z-]*")
MOMENT = re.compile(r"[0-9T:+.-]*")
NOTHING = re.compile("")
RELATIVE = r"(?!/)[A-Za-z0-9_.~%/-]*(?:[?#][^\s\"<>]*)?"
"""Before `?` or `#` it has no character that makes a scheme, a host or an entity."""
HERE = re.compile(RELATIVE)
ADDRESS = re.compile(rf"(?:https://|mailto:)[^\s\"<>]+|{RELATIVE}")
PUBLIC = re.compile(rf"https?://[^\s\"<>]+|{RELATIVE}")
CALENDAR = re.compile(rf"(?:https?://|mailto:|webcals?://)[^\s\"<>]+|{RELATIVE}")
ICON = re.compile(r"(?:\.\./)*_static/icons\.svg#icon-[a-z-]+")
SCRIPT = re.compile(r"(?:\.\./)*_static/[a-z-]+\.js(?:\?v=[0-9a-f]+)?")

EVERYWHERE: Mapping[str, Values] = {
    "class": NAMES,
    "id": NAMES,
    "title": TEXT,
    "role": WORD,
    "hidden": NOTHING,
    "aria-label": TEXT,
    "aria-labelledby": NAMES,
    "aria-hidden": WORD,
}
PLAIN = (
    "aside bdi blockquote br cite code details em figcaption figure h1 h2 h3 header p pre section span "
    "strong sup summary table tbody td thead tr ul"
).split()
MATH = mathml.ELEMENTS - set("span em b i code a annotation".split())

HEAD: Elements = {
    "meta": {"name": NAMES, "property": NAMES, "content": TEXT},
    "link": {"rel": re.compile(r"alternate|canonical|schema\.[A-Z]+"), "type": NAMES, "href": PUBLIC},
}
"""What the engine adds to a head."""

BODY: Elements = {
    **{name: {} for name in PLAIN},
    **{name: dict.fromkeys(mathml.ATTRIBUTES, NAMES) for name in MATH},
    "annotation": {"encoding": re.compile("application/x-tex")},
    "a": {"href": ADDRESS, "rel": WORD, "download": NOTHING, "aria-current": WORD},
    "article": {"data-contribution": WORD, "data-moved": WORD},
    "button": {"type": re.compile("button"), "data-copy": re.compile("#[a-z0-9-]+")},
    "div": {},
    "img": {"src": HERE, "alt": TEXT, "width": NUMBERS, "height": NUMBERS, "loading": WORD},
    "li": {"data-contribution": WORD, "data-session": WORD},
    "nav": {},
    "ol": {"start": NUMBERS},
    "path": {"d": PATH},
    "svg": {"viewBox": NUMBERS},
    "th": {},
    "time": {"datetime": MOMENT},
    "use": {"href": ICON},
}
"""What the pages hold of which a volume has thousands, and what lists of contributions hold."""

DRAWN: Mapping[str, Values] = dict.fromkeys(
    "x y dx dy r cx cy width height viewBox transform text-anchor preserveAspectRatio tabindex".split(),
    NAMES,
)
PARTS: Elements = {
    **BODY,
    **{name: {} for name in "canvas caption fieldset label legend output title i".split()},
    **{name: {**DRAWN, "d": PATH, "data-ends": NAMES} for name in "circle g path rect".split()},
    "a": {**BODY["a"], **DRAWN, "href": CALENDAR, "data-place": NUMBERS, "aria-label": TEXT},
    "article": {**BODY["article"], "data-start": MOMENT, "data-end": MOMENT},
    "button": {
        **dict.fromkeys("data-act data-do data-zone value aria-expanded aria-controls".split(), WORD),
        "type": re.compile("button|reset"),
        "data-page": NUMBERS,
    },
    "div": {
        **dict.fromkeys(
            "data-chart data-filtered data-programme data-sort data-view data-volume-map tabindex "
            "aria-live".split(),
            NAMES,
        ),
        **dict.fromkeys("data-facts data-places data-root data-words".split(), HERE),
    },
    "form": {},
    "input": {
        **dict.fromkeys("autocomplete checked name readonly spellcheck type".split(), WORD),
        "placeholder": TEXT,
        "value": TEXT,
    },
    "label": {"for": WORD},
    "li": {**BODY["li"], "data-topic": WORD, "data-topics": NAMES, "data-year": NAMES},
    "nav": {"data-map": NOTHING},
    "option": {"value": TEXT, "selected": NOTHING},
    "output": {"aria-live": WORD},
    "p": {"aria-live": WORD},
    "script": {"type": re.compile("module"), "src": SCRIPT, "defer": NOTHING},
    "section": {"data-qr": HERE, "tabindex": NUMBERS},
    "select": {"name": WORD, "autocomplete": WORD},
    "span": {"data-zone-name": NOTHING},
    "svg": DRAWN,
    "td": {"colspan": NUMBERS, "rowspan": NUMBERS, "data-start": MOMENT, "data-end": MOMENT},
    "text": {**DRAWN, "data-place": NUMBERS},
    "th": {"scope": WORD, "colspan": NUMBERS, "rowspan": NUMBERS},
    "tr": {"data-words": TEXT, "data-topics": NAMES, "data-minute": NUMBERS, "data-minutes": NUMBERS},
}
"""What the pieces of a volume hold that stand on the organizers' pages."""

INLINE = tuple(sorted({*MATH, *"annotation bdi br cite code em span strong".split()}))
INLINE_ATTRIBUTES = tuple(sorted({*mathml.ATTRIBUTES, "aria-label", "title"} - {"id"}))
"""What a title or an excerpt holds, in which a script sets it on a page: no link, and nothing to load."""
