"""Draw all pictures of the site.

python docs/figures/draw.py          write docs/_static/figures/
python docs/figures/draw.py --check  write nothing; exit 1 if a file there differs
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
OUTPUT = HERE.parent / "_static" / "figures"


def pictures() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every file, relative to the output folder, and what draws it."""
    for module in (cover, motif, favicon):
        yield from module.FILES.items()
    for script in sorted((HERE / "topics").glob("*.py")):
        name = script.stem.replace("_", "-")
        yield f"topics/{name}.svg", import_module(f"topics.{script.stem}").draw


def main() -> int:
    """Write or compare."""
    parser = argparse.ArgumentParser(description="Draw the pictures of the site.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on a difference")
    check = parser.parse_args().check
    different = 0
    for name, draw in pictures():
        path, data = OUTPUT / name, draw()
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            sys.stdout.write(f"{len(data):>6}  {name}\n")
        elif not path.is_file() or path.read_bytes() != data:
            different += 1
            sys.stdout.write(f"differs: {name}\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
