"""Pictures of strangers, decoded and written again: what a page shows was made here, point by point.

Nothing else of a file survives: no metadata (a photograph says where it was taken), no profile, no text,
and nothing that somebody hid behind the picture. Decoders are written in C and read what strangers send, so
they run in a process of their own, without environment, files and network, with some memory and some
seconds. What it sends back is read as numbers and bytes, and is never executed.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from sphinx_proceedings.gate import confinement

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS = 16_000_000
"""A photograph of a telephone has twelve million."""
SIDE = 10_000
MEGABYTES = 1024
SECONDS = 30.0
"""For each picture; the largest that is allowed takes a few, and the machine may have other work."""
TOGETHER = 16 * 1024 * 1024
"""So many bytes of pictures are sent to one process."""
DESIGN = "1"
"""Counts how the writing changes: what was written by another design is written again."""
KINDS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
PLAIN = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
"""Modes that a PNG keeps."""
PACKAGES = os.pathsep.join(path for path in sys.path if path)

UNREADABLE = "The picture cannot be read: it is damaged, or not of the kind that its name says."
TOO_LARGE = f"The picture has more than {POINTS // 1_000_000} million points, or {SIDE:,} on one side."
MOVING = "The picture moves."
ENDLESS = "The picture takes too long, or too much memory, to be read."
FIXES = {
    UNREADABLE: "Export it again, as .png or .jpg.",
    TOO_LARGE: "Make it smaller: 2,000 points in width are enough for any screen.",
    MOVING: "Export one picture of it.",
    ENDLESS: "Export it again, as .png or .jpg, and smaller.",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was written again."""

    data: bytes
    width: int
    height: int


Made = Picture | str
"""A picture, or what is wrong with it: a key of `FIXES`."""


def remake(pictures: Iterable[tuple[str, bytes]]) -> Iterator[Made]:
    """What becomes of each picture: the end of its name without the dot, and its bytes."""
    for together in _together(pictures):
        # One of them ends the process: which one, only sending each alone tells.
        yield from apart(together) or ((apart([one]) or [ENDLESS])[0] for one in together)


def _together(pictures: Iterable[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    held: list[tuple[str, bytes]] = []
    for picture in pictures:
        if held and sum(len(data) for _, data in held) + len(picture[1]) > TOGETHER:
            yield held
            held = []
        held.append(picture)
    if held:
        yield held


def apart(pictures: Sequence[tuple[str, bytes]], program: Sequence[str] = ("-m", __name__)) -> list[Made]:
    """What a process of its own makes of them; nothing where it ends without an answer."""
    sizes = [(kind, len(data)) for kind, data in pictures]
    asked = b"".join((json.dumps(sizes).encode(), b"\n", *(data for _, data in pictures)))
    try:
        done = subprocess.run(
            confinement.command(*program),
            env=confinement.environment(PACKAGES),
            input=asked,
            capture_output=True,
            timeout=SECONDS * len(pictures),
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return []
    head, _, rest = done.stdout.partition(b"\n")
    made: list[Made] = []
    for fault, width, height, length in json.loads(head):
        whole = Picture(rest[:length], int(width), int(height))
        made.append(whole if not fault else fault if fault in FIXES else UNREADABLE)
        rest = rest[length:]
    return made


def written_again(kind: str, data: bytes) -> Made:
    """A picture decoded and written again. To be called where a decoder may do no harm."""
    from PIL import Image  # noqa: PLC0415 - costs time, and has no business in the build itself

    try:
        with Image.open(io.BytesIO(data), formats=(KINDS[kind],)) as opened:
            if opened.width * opened.height > POINTS or max(opened.size) > SIDE:
                return TOO_LARGE
            # A telephone's JPEG may hold a second, smaller picture: the first is the one that is meant.
            if KINDS[kind] != "JPEG" and getattr(opened, "n_frames", 1) > 1:
                return MOVING
            image = _upright(opened)
            lossless = data[12:16] == b"VP8L"
            return Picture(_written(_bare(image, kind), kind, lossless), *image.size)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_LARGE
    except MemoryError:
        return ENDLESS
    except Exception:  # noqa: BLE001 - a decoder may raise anything over what a stranger sent
        return UNREADABLE


def _upright(opened: Image) -> Image:
    """The picture as it is meant to stand, which a photograph says in its metadata."""
    from PIL import ImageOps  # noqa: PLC0415

    opened.load()
    try:
        return ImageOps.exif_transpose(opened)
    except Exception:  # noqa: BLE001 - metadata that cannot be read says nothing
        return opened


def _bare(image: Image, kind: str) -> Image:
    """The points of a picture, and nothing else, in a form that its kind of file knows."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if KINDS[kind] != "PNG":
        clear = image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info
        image = image.convert("RGBA" if clear and KINDS[kind] == "WEBP" else "RGB")
    elif image.mode == "P":
        image.apply_transparency()
    elif "transparency" in image.info:
        image = image.convert("LA" if image.mode in {"1", "L"} else "RGBA")
    elif image.mode not in PLAIN:
        image = image.convert("RGBA" if image.mode == "PA" else "RGB")
    image.info.clear()
    return image


def _written(image: Image, kind: str, lossless: bool) -> bytes:
    made = io.BytesIO()
    options: dict[str, Any] = {
        "PNG": {},
        "JPEG": {"quality": 92, "optimize": True},
        "WEBP": {"quality": 100 if lossless else 90, "lossless": lossless, "method": 4},
    }[KINDS[kind]]
    image.save(made, KINDS[kind], **options)
    return made.getvalue()


def answer(asked: IO[bytes], out: IO[bytes]) -> None:
    """Write again what is asked for; the answer has the form of the question."""
    made = [written_again(kind, asked.read(length)) for kind, length in json.loads(asked.readline())]
    heads = [
        (one, 0, 0, 0) if isinstance(one, str) else ("", one.width, one.height, len(one.data))
        for one in made
    ]
    out.write(json.dumps(heads).encode() + b"\n")
    for one in made:
        out.write(one.data if isinstance(one, Picture) else b"")
    out.flush()


def main() -> None:
    """Load the decoders, give up all else, and answer."""
    from PIL import Image, ImageOps, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401, PLC0415

    Image.preinit()
    Image.MAX_IMAGE_PIXELS = POINTS
    warnings.simplefilter("error")
    confinement.limit(MEGABYTES)
    answer(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
