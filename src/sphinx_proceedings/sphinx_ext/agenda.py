"""The reader's agenda: its page, its directive's part, and the worker that keeps pages offline."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_proceedings import metadata
from sphinx_proceedings.pages import agenda
from sphinx_proceedings.sphinx_ext.domain import domain_of
from sphinx_proceedings.sphinx_ext.navigation import list_of_all
from sphinx_proceedings.sphinx_ext.steady import steady

PAGE = "agenda"
THEME = Path(__file__).parent.parent / "theme"
WORKER = "sw.js"


def _part(env: BuildEnvironment, _docname: str, _options: Any, prefix: str) -> str:
    script = b"".join(file.read_bytes() for file in sorted((THEME / "js" / "agenda").glob("*.js")))
    listed = list_of_all(env)
    return agenda.frame(prefix, sha256(script).hexdigest()[:8], f"{listed}.html" if listed else "")


PARTS: dict[str, Callable[[BuildEnvironment, str, Any, str], str]] = {"agenda": _part}


def page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page of the agenda, unless the organizers wrote one."""
    if PAGE in app.env.found_docs:
        return
    about = metadata.Page("My agenda", f"{PAGE}.html", indexed=False)
    said = metadata.head(domain_of(app.env).compiled.site, about)
    frame = Markup(_part(app.env, PAGE, {}, ""))  # noqa: S704 - a template's
    # Sphinx has written the page when it asks for the next one.
    with steady(Path(app.outdir) / f"{PAGE}.html"):
        yield PAGE, {"agenda": frame, "head": said}, "agenda.html"


def write_worker(app: Sphinx, exception: Exception | None) -> None:
    """Write the worker that keeps pages offline, or one that removes what an earlier release kept.

    It bears a digest of the files that every page shares, so that a new release replaces what was kept.
    """
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    if app.config.proceedings_offline:
        text = f"const RELEASE = {json.dumps(_digest(out))};\n{_script('worker.js')}"
    else:
        text = _script("no-worker.js")
    (out / WORKER).write_text(text, encoding="utf-8")


def _script(name: str) -> str:
    return (THEME / "js" / name).read_text(encoding="utf-8")


def _digest(out: Path) -> str:
    made = sha256()
    files = (file for file in (out / "_static").rglob("*") if file.is_file())
    for file in (out / f"{PAGE}.html", *sorted(files)):
        made.update(file.relative_to(out).as_posix().encode() + b"\0" + file.read_bytes())
    return made.hexdigest()[:16]
