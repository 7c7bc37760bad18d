"""Lists of contributions in authored documents, and the files from which their script filters them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from sphinx.application import Sphinx

from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages import browse
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.listing import listing, select
from sphinx_proceedings.sphinx_ext.domain import Shown, domain_of

THEME = Path(__file__).parent.parent / "theme"
Options = Mapping[str, str]


def contributions(compiled: Compiled, options: Options, prefix: str) -> str:
    """The list of a directive as HTML."""
    chosen, sort = _chosen(compiled, options), options.get("sort", "title")
    if "filter" not in options:
        return listing(compiled, chosen, prefix=prefix, grouped=sort == "topic")
    return browse.browse(
        compiled,
        chosen,
        prefix=prefix,
        version=_script_version(),
        whole=_whole(options),
        view=options.get("view", "list"),
        sort=sort,
    )


def _chosen(compiled: Compiled, options: Options) -> tuple[Contribution, ...]:
    return select(
        compiled,
        topic=options.get("topic", ""),
        session=options.get("session", ""),
        author=options.get("author", ""),
        sort=options.get("sort", "title"),
        limit=int(options.get("limit", "0")),
    )


def _whole(options: Options) -> int:
    return int(options.get("whole", browse.WHOLE))


@cache
def _script_version() -> str:
    script = b"".join(file.read_bytes() for file in sorted((THEME / "js" / "browse").glob("*.js")))
    return sha256(script).hexdigest()[:8]


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the files that lists need, and take away those that none needs any more."""
    if exception or app.builder.format != "html":
        return
    domain, folder = domain_of(app.env), Path(app.outdir) / browse.FOLDER
    with domain.build.phase("lists"):
        needed = dict(_files(domain.compiled, domain.shown.values()))
        old = {file.name for file in folder.glob("*.json")}
        for name in old - needed.keys():
            (folder / name).unlink()
        for name in needed.keys() - old:
            folder.mkdir(exist_ok=True)
            (folder / name).write_bytes(needed[name].encode())


def _files(compiled: Compiled, shown: Iterable[Mapping[Shown, str]]) -> Iterator[tuple[str, str]]:
    """The files of all lists of all documents, by their names."""
    for kind, options in (part for parts in shown for part in parts):
        if kind == "contributions" and "filter" in dict(options):
            chosen = _chosen(compiled, dict(options))
            known = browse.browsing(compiled, chosen)
            is_whole = len(chosen) <= _whole(dict(options))
            for text in known.excerpts if is_whole else (known.facts, *known.excerpts):
                yield browse.name(text), text
