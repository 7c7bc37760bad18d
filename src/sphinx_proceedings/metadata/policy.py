"""The Content-Security-Policy of every page: what it may load, run, and send, and where to.

Whatever is not listed is refused, so that a script which got past all else would neither run nor find a
host to talk to. No page has an inline script or style, and so none needs a nonce or a hash. Search is
WebAssembly, which browsers run only where the policy says so; its source does not open the way for `eval`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

SITE = "'self'"
NONE = "'none'"
POLICY: Mapping[str, tuple[str, ...]] = {
    "default-src": (NONE,),
    "script-src": (SITE, "'wasm-unsafe-eval'"),
    "style-src": (SITE,),
    "img-src": (SITE,),
    "font-src": (SITE,),
    "connect-src": (SITE,),
    "worker-src": (SITE,),
    "form-action": (SITE,),
    "base-uri": (NONE,),
    "object-src": (NONE,),
    "frame-src": (NONE,),
    "media-src": (NONE,),
}
HOST = r"https://(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d+)?(?:/[A-Za-z0-9._~/-]*)?"
HASH = "'sha(?:256|384|512)-[A-Za-z0-9+/]+={0,2}'"
WIDER: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(("script-src", "style-src"), re.compile(f"{HOST}|{HASH}")),
    **dict.fromkeys(("img-src", "font-src", "media-src"), re.compile(f"{HOST}|data:")),
    **dict.fromkeys(("connect-src", "frame-src"), re.compile(HOST)),
}
"""What the organizers may widen for pages of their own, and by what."""


def policy(more: Mapping[str, Iterable[str]] | None = None) -> str:
    """The policy, with `more` sources for some of its directives.

    ValueError where a directive may not be widened, or not by that.
    """
    wider = {name: tuple(sources) for name, sources in (more or {}).items()}
    for name, sources in wider.items():
        if name not in WIDER:
            raise ValueError(f"“{name}” is none of {', '.join(sorted(WIDER))}")
        for source in sources:
            if not WIDER[name].fullmatch(source):
                raise ValueError(f"“{source}” is nothing by which “{name}” may be widened")
    directives = (
        (name, (*(s for s in own if s != NONE or name not in wider), *wider.get(name, ())))
        for name, own in POLICY.items()
    )
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives)


def element(text: str) -> str:
    """The policy `text` as an element, which has to stand before all that loads something."""
    return f'<meta http-equiv="Content-Security-Policy" content="{escape(text, quote=False)}">'
