"""The modules of the engine stand in layers; each import goes down."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sphinx_proceedings

SOURCE = Path(sphinx_proceedings.__file__).parent
PACKAGE = "sphinx_proceedings"
LAYERS = (
    ("problems", "names", "identifiers", "addresses", "edition", "parallel"),
    ("model", "result"),
    ("gate", "content", "people"),
    ("sources",),
    ("render",),
    ("checks", "citation", "references"),
    ("exports", "metadata"),
    ("pages", "importers"),
    ("sphinx_ext",),
    ("publish", "standing"),
    ("cli",),
    # The front doors: the package itself, and `python -m`.
    ("", "__main__"),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
SPHINX = frozenset({"sphinx", "docutils", "sphinxcontrib", "sphinx_book_theme", "pydata_sphinx_theme"})
MAY_IMPORT_SPHINX = frozenset({"sphinx_ext", "publish", "cli", "theme", ""})
MYST = "myst_parser"
MAY_IMPORT_MYST = ("content/tokens.py", "sphinx_ext/")
MAX_LINES = 300
# What a volume starts from; not part of the engine.
NOT_CODE = frozenset({"starter"})


def modules(root: Path) -> list[Path]:
    """The engine's modules below `root`, in order."""
    return sorted(p for p in root.rglob("*.py") if not NOT_CODE & set(p.relative_to(root).parts))


def part_of(path: str) -> str:
    """The part of the engine that a module belongs to: the first name below the package."""
    first = path.partition("/")[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            if base == PACKAGE:
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, base


def breaches(root: Path) -> list[str]:
    """Every breach of the layers below `root`, a line each."""
    found = []
    for file in modules(root):
        path = file.relative_to(root).as_posix()
        own = part_of(path)
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if own not in LEVEL:
            found.append(f"{path}: “{own}” stands in no layer")
        for line, name in imports(tree):
            if why := _breach(path, own, name):
                found.append(f"{path}:{line}: {why}")
        if not (ast.get_docstring(tree) or "").strip():
            found.append(f"{path}: has no docstring")
        length = len(file.read_text(encoding="utf-8").splitlines())
        if length > MAX_LINES:
            found.append(f"{path}: has {length} lines")
    return found


def _breach(path: str, own: str, name: str) -> str:
    top, _, rest = name.partition(".")
    if top == "":
        return f"a relative import of {name}"
    if top in SPHINX and own not in MAY_IMPORT_SPHINX:
        return f"{own} imports {name}"
    if top == MYST and not path.startswith(MAY_IMPORT_MYST):
        return f"{path} imports {name}"
    if top != PACKAGE or rest == "__version__":
        return ""
    other = rest.partition(".")[0]
    if other == own:
        return ""
    if other not in LEVEL:
        return f"{own} imports {name}, which stands in no layer"
    if LEVEL.get(own, -1) <= LEVEL[other]:
        return f"{own} imports {other}, which is not below it"
    return ""


def test_every_import_goes_down():
    assert breaches(SOURCE) == []


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("names.py", "from sphinx_proceedings.model import Node",
        "names.py:2: names imports model, which is not below it"),
        ("gate/a.py", "from sphinx_proceedings import content",
        "gate/a.py:2: gate imports content, which is not below it"),
        ("pages/a.py", "import sphinx_proceedings.importers.b",
        "pages/a.py:2: pages imports importers, which is not below it"),
        ("render/a.py", "def f():\n    from sphinx_proceedings.checks import run",
        "render/a.py:3: render imports checks, which is not below it"),
        ("pages/a.py", "import docutils.nodes", "pages/a.py:2: pages imports docutils.nodes"),
        ("model/a.py", "if 1:\n    from sphinx.util import logging",
        "model/a.py:3: model imports sphinx.util"),
        ("content/tree.py", "import myst_parser", "content/tree.py:2: content/tree.py imports myst_parser"),
        ("pages/a.py", "from . import b", "pages/a.py:2: a relative import of ."),
        ("pages/a.py", "from sphinx_proceedings import setup",
        "pages/a.py:2: pages imports sphinx_proceedings.setup, which stands in no layer"),
        ("helpers.py", "", "helpers.py: “helpers” stands in no layer"),
        ("pages/a.py", "\n" * 300, "pages/a.py: has 301 lines"),
    ],
)  # fmt: skip
def test_a_breach_is_found(tmp_path: Path, path: str, code: str, said: str):
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(f'"""A module."""\n{code}')
    assert breaches(tmp_path) == [said]


def test_every_breach_is_listed(tmp_path: Path):
    (tmp_path / "names.py").write_text("import sphinx\nimport sphinx_proceedings.cli\n")
    (tmp_path / "model.py").write_text("from sphinx_proceedings import names, cli\n")
    assert len(breaches(tmp_path)) == 5


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("cli/a.py", "import sphinx\nfrom sphinx_proceedings.pages import plan"),
        (
            "pages/a.py",
            "from sphinx_proceedings.pages import plan\nfrom sphinx_proceedings import __version__",
        ),
        ("content/tokens.py", "import myst_parser"),
        ("starter/docs/conf.py", "import sphinx_proceedings.anything"),
    ],
)
def test_what_goes_down_is_fine(tmp_path: Path, path: str, code: str):
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'"""A module."""\n{code}\n')
    assert breaches(tmp_path) == []
