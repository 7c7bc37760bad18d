"""The scan of what is about to become a page: elements, attributes and addresses, each on a list.

It is a second line of defence. Templates and `render` escape by construction, and the gate has refused
what an author may not write; the scan trusts neither, and reads what they made as a browser will. Our own
writers use one strict form: lower-case elements, values in double quotes, `<` and `>` nowhere but around a
tag. What is in another form is a finding, so that whatever the scan does not understand, it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from sphinx_proceedings.pages import allowed

DATA = r'script type="application/(?:ld\+)?json">[^<]*</script>'
"""A block of data. No browser runs it, and without a `<` nothing in it can end it."""
TOKENS = re.compile(rf"<(?:{DATA}|[^>]*>?)")
"""All that is no text. A `<` without its `>` reaches to the end, and is in no strict form."""
WHOLE = re.compile(rf'<(?:{DATA}|meta http-equiv="refresh" content="0; url=[a-z0-9-]+\.html">)')
"""What may stand only just so."""
STRICT = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*) ?/?>')
ATTRIBUTE = re.compile(r' ([a-zA-Z-]+)(?:="([^"]*)")?')
TABLES: Mapping[str, allowed.Elements] = {"head": allowed.HEAD, "body": allowed.BODY, "part": allowed.PARTS}
SHOWN = 60
"""So much of a finding is shown to the organizers."""


def finding(html: str, kind: str) -> str:
    """The first thing in `html` that may not stand there, cut short; empty where there is none.

    `kind` is `title`, `head`, `body` or `part`: a title has no elements at all.
    """
    if "\0" in html:
        return "\\0"
    if kind == "title":
        return html[html.index("<") :][:SHOWN] if "<" in html else ""
    found = (token for token in dict.fromkeys(TOKENS.findall(html)) if not _is_allowed(token, kind))
    return next(found, "")[:SHOWN]


def of_page(values: Mapping[str, str]) -> str:
    """The first finding in what fills a page's holes, each of which has the name of its kind."""
    return next(filter(None, (finding(html, kind) for kind, html in values.items())), "")


@lru_cache(maxsize=4096)
def _is_allowed(token: str, kind: str) -> bool:
    if WHOLE.fullmatch(token):
        return True
    strict = STRICT.fullmatch(token)
    if strict is None:
        return False
    ends, element, attributes = strict.groups()
    known = TABLES[kind].get(element)
    if known is None or (ends and attributes):
        return False
    if element == "script" and not ends and ' src="' not in attributes:
        return False  # What follows would run.
    for name, value in ATTRIBUTE.findall(attributes):
        form = known.get(name) or allowed.EVERYWHERE.get(name)
        if form is None or not form.fullmatch(value):
            return False
    return True
