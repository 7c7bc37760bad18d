"""Addresses of the web, as far as a stranger's file may lead there."""

from __future__ import annotations

import re

HOST = r"(?:(?![Xx][Nn]--)[A-Za-z0-9-]+\.)+[A-Za-z]{2,63}"
"""A host by its name. No number, which is a machine of somebody's own network; and no letters beyond
ASCII, in either spelling, which look like others: аpple.com begins with a Cyrillic letter."""
HTTPS = rf"https://{HOST}(?::[0-9]{{1,5}})?"
PAGE = re.compile(rf"{HTTPS}(?:[/?#][^\s\"'<>`\\]*)?")
"""A page: no user or password before the host, no sign that ends an attribute."""
MAIL = re.compile(rf"mailto:[A-Za-z0-9._+-]+@{HOST}")
"""One mailbox, and no headers or line ends."""
SHOWN = re.compile(r"(?:https?://|\bwww\.)([^\s/?#\"'<>()\[\]]+)", re.IGNORECASE)
BARE = re.compile(rf"({HOST})(?:/\S*)?")
FAMILIAR = frozenset(
    "com org net edu gov int info io ai dev eu uk de fr ch at it es nl us ca jp cn".split()
)
"""Ends of hosts' names by which a reader takes a word for an address: “Node.js” is none."""


def pretended(text: str, address: str) -> str:
    """The host that a link's text shows where the link leads to another one; else nothing."""
    found = [match[1] for match in SHOWN.finditer(text)]
    if (bare := BARE.fullmatch(text.strip())) and bare[1].rpartition(".")[2].lower() in FAMILIAR:
        found.append(bare[1])
    real = _host(address.partition("://")[2])
    return next((host for host in found if not _akin(_host(host), real)), "")


def _host(address: str) -> str:
    host = re.split(r"[/?#]", address, maxsplit=1)[0].rstrip(".,;:").lower()
    return host.partition(":")[0].removeprefix("www.")


def _akin(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
