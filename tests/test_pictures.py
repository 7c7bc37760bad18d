"""Pictures of contributions: what is written again, what is refused, and what is left of a file."""

from __future__ import annotations

import io
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import Base
from PIL.PngImagePlugin import PngInfo

from sphinx_proceedings.gate import files, pictures
from sphinx_proceedings.gate.pictures import MOVING, TOO_LARGE, UNREADABLE, Made, Picture, remake
from sphinx_proceedings.pages import remade
from sphinx_proceedings.pages.assembly import assemble
from sphinx_proceedings.pages.remade import Remade
from sphinx_proceedings.sources import Layout
from tests.test_site import Workshop

HIDDEN = b"<script>alert('hidden')</script>"


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "volume")


def gradient(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    across = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", (across, across.transpose(Image.Transpose.ROTATE_180), across)).convert(mode)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def one(kind: str, data: bytes) -> Made:
    (made,) = remake([(kind, data)])
    return made


def shown(kind: str, data: bytes) -> Image.Image:
    made = one(kind, data)
    assert isinstance(made, Picture), made
    image = Image.open(io.BytesIO(made.data))
    assert image.size == (made.width, made.height)
    return image


def chunks(png: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8]
        at += length + 12
    assert at == len(png)


def farthest(image: Image.Image, other: Image.Image) -> int:
    """The greatest difference of two pictures in one point and colour."""
    pairs = zip(image.convert("RGBA").tobytes(), other.convert("RGBA").tobytes(), strict=True)
    return max(abs(a - b) for a, b in pairs)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_png_keeps_every_point(mode: str) -> None:
    original = gradient(mode)
    again = shown("png", encoded(original, "PNG"))
    assert again.format == "PNG"
    assert farthest(again, original) == 0


def test_a_png_keeps_what_is_clear_in_it() -> None:
    palette = gradient("P")
    data = encoded(palette, "PNG", transparency=7)
    assert farthest(shown("png", data), Image.open(io.BytesIO(data))) == 0
    grey = encoded(gradient("L"), "PNG", transparency=7)
    assert farthest(shown("png", grey), Image.open(io.BytesIO(grey))) == 0


def test_a_png_of_sixteen_bits_is_seen_in_eight() -> None:
    deep = Image.new("I;16", (2, 1))
    deep.putdata([0, 65535])
    assert list(shown("png", encoded(deep, "PNG")).tobytes()) == [0, 255]


@pytest.mark.parametrize(("kind", "format_"), [("jpg", "JPEG"), ("jpeg", "JPEG"), ("webp", "WEBP")])
def test_a_photograph_looks_the_same(kind: str, format_: str) -> None:
    data = encoded(gradient(), format_, quality=95)
    again = shown(kind, data)
    assert again.format == format_
    assert farthest(again, Image.open(io.BytesIO(data))) < 12


def test_a_webp_without_loss_keeps_every_point() -> None:
    original = gradient("RGBA")
    assert farthest(shown("webp", encoded(original, "WEBP", lossless=True)), original) == 0


def test_nothing_is_left_of_a_png_but_its_points() -> None:
    info = PngInfo()
    info.add_text("Comment", HIDDEN.decode())
    info.add_itxt("XML:com.adobe.xmp", HIDDEN.decode(), zip=True)
    info.add(b"prVt", HIDDEN)
    data = encoded(gradient(), "PNG", pnginfo=info, icc_profile=HIDDEN, dpi=(300, 300))
    made = one("png", data + HIDDEN)
    assert isinstance(made, Picture)
    assert set(chunks(made.data)) == {b"IHDR", b"IDAT", b"IEND"}


@pytest.mark.parametrize(("kind", "format_"), [("jpg", "JPEG"), ("webp", "WEBP")])
def test_nothing_is_left_of_a_photograph_but_its_points(kind: str, format_: str) -> None:
    exif = Image.Exif()
    exif[Base.ImageDescription] = HIDDEN.decode()
    exif.get_ifd(0x8825)[1] = "N"
    options = {"comment": HIDDEN} if format_ == "JPEG" else {}
    data = encoded(gradient(), format_, exif=exif, icc_profile=HIDDEN, xmp=HIDDEN, **options)
    assert data.count(HIDDEN) > 2
    made = one(kind, data + HIDDEN)
    assert isinstance(made, Picture)
    assert HIDDEN not in made.data
    left = Image.open(io.BytesIO(made.data))
    assert not left.getexif()
    assert not set(left.info) & {"exif", "icc_profile", "xmp", "comment"}


def test_a_photograph_stands_as_it_is_meant_to() -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    image = gradient(size=(60, 40))
    upright = shown("jpg", encoded(image, "JPEG", exif=exif, quality=95))
    assert upright.size == (40, 60)
    assert farthest(upright, image.transpose(Image.Transpose.ROTATE_270)) < 24


def test_a_photograph_of_a_telephone_with_a_second_picture_is_its_first() -> None:
    both = encoded(gradient(), "MPO", save_all=True, append_images=[gradient(size=(6, 4))])
    assert shown("jpg", both).size == (60, 40)


def png_that_says(width: int, height: int) -> bytes:
    """A small file that says it holds a picture of this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PNG = encoded(gradient(), "PNG")
FRAMES = {"save_all": True, "append_images": [gradient().transpose(Image.Transpose.ROTATE_180)]}
REFUSED = {
    "a bomb": ("png", png_that_says(60_000, 60_000), TOO_LARGE),
    "a large one": ("png", png_that_says(4_001, 4_000), TOO_LARGE),
    "a long one": ("png", png_that_says(10_001, 1), TOO_LARGE),
    "half of one": ("png", PNG[: len(PNG) // 2], UNREADABLE),
    "a wrong sum": ("png", PNG[:40] + bytes([PNG[40] ^ 1]) + PNG[41:], UNREADABLE),
    "only a signature": ("png", PNG[:8], UNREADABLE),
    "nothing": ("jpg", b"", UNREADABLE),
    "another kind": ("jpg", PNG, UNREADABLE),
    "a drawing": ("png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", UNREADABLE),
    "a page": ("webp", b"RIFF\0\0\0\0WEBPVP8 " + HIDDEN, UNREADABLE),
    "a moving png": ("png", encoded(gradient(), "PNG", **FRAMES), MOVING),
    "a moving webp": ("webp", encoded(gradient(), "WEBP", **FRAMES), MOVING),
}


@pytest.mark.parametrize(("kind", "data", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_still_picture_of_its_kind_is_refused(kind: str, data: bytes, why: str) -> None:
    started = time.monotonic()
    assert one(kind, data) == why
    assert time.monotonic() - started < 10
    assert pictures.FIXES[why]


def test_the_same_picture_gives_the_same_bytes() -> None:
    for kind, format_ in (("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")):
        data = encoded(gradient(), format_)
        assert one(kind, data) == one(kind, data)


def test_a_decoder_that_fails_takes_only_its_own_picture_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = pictures.apart

    def crash_at_the_jpeg(asked: list[tuple[str, bytes]]) -> list[Made]:
        return [] if any(kind == "jpg" for kind, _ in asked) else apart(asked)

    monkeypatch.setattr(pictures, "apart", crash_at_the_jpeg)
    first, second, third = remake([("png", PNG), ("jpg", encoded(gradient(), "JPEG")), ("png", PNG)])
    assert isinstance(first, Picture)
    assert second == pictures.ENDLESS
    assert first == third


def test_a_decoder_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 0.01)
    assert one("png", PNG) == pictures.ENDLESS


@pytest.mark.parametrize(
    "does",
    [
        "open('/etc/passwd').read()",
        "__import__('socket').socket()",
        "__import__('os').environ['HOME']",
        "bytearray(2 << 30)",
        "__import__('subprocess').run(['true'], stdout=-1)",
    ],
)
def test_a_decoder_has_no_files_no_network_no_environment_and_little_memory(does: str) -> None:
    code = (
        "from PIL import Image, PngImagePlugin\n"
        "from sphinx_proceedings.gate import pictures\n"
        "import socket, subprocess\n"
        f"def load(self):\n    {does}\n    raise SystemExit(3)\n"
        "PngImagePlugin.PngImageFile.load = load\n"
        "pictures.main()\n"
    )
    made = pictures.apart([("png", PNG)], ("-c", code))
    assert made in ([UNREADABLE], [pictures.ENDLESS])


def with_picture(workshop: Workshop, data: bytes, id_: str = "one", name: str = "dot.png") -> None:
    workshop.write(id_, body=f"See the picture.\n\n![A picture.]({id_}/{name})")
    folder = workshop.root / "abstracts" / id_
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)


def test_a_page_shows_the_picture_that_was_written_again_and_keeps_its_place(workshop: Workshop) -> None:
    with_picture(workshop, PNG + HIDDEN)
    assert workshop.build().problems == ()
    written = workshop.out / "abstracts" / "one" / "dot.png"
    assert HIDDEN not in written.read_bytes()
    assert 'src="one/dot.png" alt="A picture." width="60" height="40"' in workshop.page(
        "abstracts/one.html"
    )


def test_a_picture_that_cannot_be_read_quarantines_its_contribution_without_the_gate(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_is_what_it_says", lambda _path: True)
    with_picture(workshop, HIDDEN)
    workshop.write("other")
    for _ in range(2):
        result = workshop.build()
        assert [(p.path, p.code) for p in result.problems] == [("abstracts/one/dot.png", "FIGURE")]
        assert result.quarantined == 1
    assert UNREADABLE in workshop.page("abstracts/one.html")
    assert not (workshop.out / "abstracts" / "one" / "dot.png").exists()


def test_check_finds_it_without_a_build(workshop: Workshop) -> None:
    with_picture(workshop, PNG[:60])
    problems = assemble(Layout.of_docs(workshop.root / "docs"), typeset=False).problems
    assert [(p.path, p.message) for p in problems] == [("abstracts/one/dot.png", UNREADABLE)]


def test_a_picture_is_written_again_once(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(
        remade.pictures, "remake", lambda all_: [asked.append(1) or made for made in remake(all_)]
    )
    with_picture(workshop, PNG)
    workshop.build()
    assert asked == [1]
    with_picture(workshop, PNG)
    workshop.write("other")
    workshop.build()
    assert asked == [1]
    with_picture(workshop, encoded(gradient("L"), "PNG"))
    workshop.build()
    assert asked == [1, 1]
    with Image.open(workshop.out / "abstracts" / "one" / "dot.png") as written:
        assert written.mode == "L"
    assert len(list((workshop.root / "build" / "doctrees" / "proceedings-pictures").iterdir())) == 1


def test_a_picture_that_was_kept_and_is_lost_is_made_again(workshop: Workshop) -> None:
    with_picture(workshop, PNG)
    workshop.build()
    for lost in (workshop.root / "build" / "doctrees" / "proceedings-pictures").iterdir():
        lost.unlink()
    written = workshop.out / "abstracts" / "one" / "dot.png"
    before = written.read_bytes()
    written.unlink()
    workshop.build()
    assert written.read_bytes() == before


def test_a_picture_that_no_page_shows_any_more_is_removed(workshop: Workshop) -> None:
    with_picture(workshop, PNG)
    workshop.build()
    (workshop.root / "abstracts" / "one" / "dot.png").unlink()
    workshop.write("one")
    workshop.build()
    assert not (workshop.out / "abstracts" / "one" / "dot.png").exists()


def test_nothing_is_kept_where_nobody_asked(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    assert Remade().sizes([tmp_path / "a.png"]) == {tmp_path / "a.png": (60, 40)}
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]
