"""Draw all pictures of the site.

python docs/figures/draw.py          write docs/_static/figures/ and docs/topics/*.svg
python docs/figures/draw.py --check  write nothing; exit 1 if a file there differs

Words after it choose the files whose names contain one of them: draw.py tensors
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import cover
import favicon
import motif

HERE = Path(__file__).parent
DOCS = HERE.parent


def pictures() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every file, relative to the folder of the documents, and what draws it."""
    for module in (cover, motif, favicon):
        yield from ((f"_static/figures/{name}", draw) for name, draw in module.FILES.items())
    for folder, output in (("icons", "_static/figures/icons"), ("topics", "topics")):
        for script in sorted((HERE / folder).glob("*.py")):
            name = script.stem.replace("_", "-")
            yield f"{output}/{name}.svg", import_module(f"{folder}.{script.stem}").draw


def main() -> int:
    """Write or compare."""
    parser = argparse.ArgumentParser(description="Draw the pictures of the site.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on a difference")
    parser.add_argument("only", nargs="*", help="parts of names; only these files")
    arguments = parser.parse_args()
    different = 0
    for name, draw in pictures():
        if arguments.only and not any(word in name for word in arguments.only):
            continue
        path, data = DOCS / name, draw()
        if not arguments.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            sys.stdout.write(f"{len(data):>6}  {name}\n")
        elif not path.is_file() or path.read_bytes() != data:
            different += 1
            sys.stdout.write(f"differs: {name}\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
