"""The fonts of the theme: WOFF2 subsets, the stylesheet that names them, the record of their sources.

    python tools/subset_fonts.py --sources DIR          write the theme's font folder
    python tools/subset_fonts.py --sources DIR --check  exit 1 if a file there differs

DIR holds the archives named in `SOURCES` below, as their package managers save them:

    pip download --no-deps -d DIR fontpkg-source-serif-4==4.4 fontpkg-inter==4.1.post1 \
        fontpkg-noto-serif==2.15 fontpkg-roboto==3.15
    npm pack --pack-destination DIR @fontsource/gelasio@5.3.0

and Debian's packages fonts-lmodern, fonts-liberation and fonts-dejavu-core are installed. Every
source is checked against its SHA-256 before use. The same sources and the same versions of
fontTools and brotli give the same bytes.
"""

import argparse
import hashlib
import io
import logging
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, count, islice
from math import ceil, floor
from pathlib import Path

from fontTools import subset
from fontTools.cffLib import cffStandardStrings
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FOLDER = Path(__file__).parent.parent / "src/sphinx_proceedings/theme/static/fonts"


# ── sources ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Source:
    """One font file: the archive in DIR that holds it (or its absolute path), and what it must be."""

    name: str
    version: str
    package: str
    archive: str
    member: str
    sha256: str

    def read(self, folder: Path) -> bytes:
        """The file's bytes; ValueError when they are not those this script was written for."""
        path = folder / self.archive  # an absolute archive path stays as it is
        if self.archive.endswith(".whl"):
            with zipfile.ZipFile(path) as archive:
                data = archive.read(self.member)
        elif self.archive.endswith(".tgz"):
            with tarfile.open(path) as archive:
                member = archive.extractfile(self.member)
                data = member.read() if member else b""
        else:
            data = path.read_bytes()
        if (found := hashlib.sha256(data).hexdigest()) != self.sha256:
            raise ValueError(f"{self.name}: expected SHA-256 {self.sha256}, found {found}")
        return data


def _wheel(name: str, version: str, package: str, archive: str, member: str, sha256: str) -> Source:
    folder = archive.split("-", 1)[0]
    return Source(name, version, package, archive, f"{folder}/files/{member}", sha256)


_SERIF = ("4.004", "PyPI fontpkg-source-serif-4 4.4", "fontpkg_source_serif_4-4.4-py3-none-any.whl")
_INTER = ("4.001", "PyPI fontpkg-inter 4.1.post1", "fontpkg_inter-4.1.post1-py3-none-any.whl")
_NOTO = ("2.015", "PyPI fontpkg-noto-serif 2.15", "fontpkg_noto_serif-2.15-py3-none-any.whl")
_ROBOTO = ("3.015", "PyPI fontpkg-roboto 3.15", "fontpkg_roboto-3.15-py3-none-any.whl")
_GELASIO = ("5.3.0", "npm @fontsource/gelasio 5.3.0", "fontsource-gelasio-5.3.0.tgz")
_LIBERATION = ("1.07.4", "Debian fonts-liberation 1:1.07.4-11")
_DEJAVU = ("2.37", "Debian fonts-dejavu-core 2.37-6")

SOURCES = {
    # shipped, as subsets
    "serif": _wheel(
        "Source Serif 4 Roman",
        *_SERIF,
        "SourceSerif4[opsz,wght].ttf",
        "97b2d4da6e3cb494b5a1e66ae176914d852ccabef49e0c02c0df25f3e39aca0b",
    ),
    "serif-italic": _wheel(
        "Source Serif 4 Italic",
        *_SERIF,
        "SourceSerif4-Italic[opsz,wght].ttf",
        "15fbc7e4679489a501998c3669272637a6646388ef7e4bd77eebb5bf967a1f42",
    ),
    "sans": _wheel(
        "Inter",
        *_INTER,
        "Inter[opsz,wght].ttf",
        "29160a80ff49ddcab2c97711247e08b1fab27a484a329ce8b813d820dc559031",
    ),
    "math": Source(
        "Latin Modern Math",
        "1.959",
        "Debian fonts-lmodern 2.005-1",
        "/usr/share/texmf/fonts/opentype/public/lm-math/latinmodern-math.otf",
        "",
        "6075562b771f8b82f0c179e363389684f2dd09de30038269e2628e504bd7be0f",
    ),
    # measured only, for the fallback faces; Gelasio has the widths of Georgia,
    # the Liberation fonts those of Times New Roman and Arial
    "gelasio": Source(
        "Gelasio",
        *_GELASIO,
        "package/files/gelasio-latin-400-normal.woff2",
        "68e2b704c5624ba84e70d826e33c5fc08d75eb452f834d869abdecc39f3b26ac",
    ),
    "gelasio-italic": Source(
        "Gelasio Italic",
        *_GELASIO,
        "package/files/gelasio-latin-400-italic.woff2",
        "0a06efba3949d19ad4cb02d20d1d28f970fcd881183a927bffeb59f154aa1d04",
    ),
    "gelasio-bold": Source(
        "Gelasio Bold",
        *_GELASIO,
        "package/files/gelasio-latin-700-normal.woff2",
        "dff91a5084db8f15e401e902acdac8768f5ae1746205c5319ad2cf3655517170",
    ),
    "noto": _wheel(
        "Noto Serif",
        *_NOTO,
        "NotoSerif[wdth,wght].ttf",
        "4d8e6761424656867019081a1a01336f3cb086982682698714054fc33f782713",
    ),
    "noto-italic": _wheel(
        "Noto Serif Italic",
        *_NOTO,
        "NotoSerif-Italic[wdth,wght].ttf",
        "e87acbc6c0efd0d9a20d6a8cbbda2b266c14be3a3a6f5af8ec9d7b2460570ad1",
    ),
    "roboto": _wheel(
        "Roboto",
        *_ROBOTO,
        "Roboto[wdth,wght].ttf",
        "d7598e12c5dbef095ff8272cfc55da0250bd07fbdecbac8a530b9b277872a134",
    ),
    "times": Source(
        "Liberation Serif",
        *_LIBERATION,
        "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
        "",
        "1c9c77c2cd0f3c2d2aeef53ea50a4d5d3d684ac73a431d7c70d7864887d194a3",
    ),
    "times-italic": Source(
        "Liberation Serif Italic",
        *_LIBERATION,
        "/usr/share/fonts/truetype/liberation/LiberationSerif-Italic.ttf",
        "",
        "ccd19036f8e8599e920345105df8d21eb27a66b700ac23968fb14d70259ddb1e",
    ),
    "times-bold": Source(
        "Liberation Serif Bold",
        *_LIBERATION,
        "/usr/share/fonts/truetype/liberation/LiberationSerif-Bold.ttf",
        "",
        "af228b9de767e5162168e433351b3d0e086648219c6c12ed888fba0bda3694d5",
    ),
    "arial": Source(
        "Liberation Sans",
        *_LIBERATION,
        "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
        "",
        "f8ace1f892b2bd9dc1792ba7f097fa7588f84fed48321480e04de5390828221f",
    ),
    "arial-bold": Source(
        "Liberation Sans Bold",
        *_LIBERATION,
        "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf",
        "",
        "361c61b82d575c5c35fd9157fda8b0194bcfcd0d88ea8521a4fb5dd53d33dddc",
    ),
    "dejavu": Source(
        "DejaVu Serif",
        *_DEJAVU,
        "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
        "",
        "13e61509f5c81d7c3132810f4f903e3523df89c802bf6e0674621e8f659cdfe1",
    ),
    "dejavu-bold": Source(
        "DejaVu Serif Bold",
        *_DEJAVU,
        "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf",
        "",
        "e2fd85eba2de65ac270d1cdb1685e252eb827f600850cf62af2d20c41b22e945",
    ),
}


# ── characters ───────────────────────────────────────────────────────────────────────────────────


def _points(spec: str) -> frozenset[int]:
    """Code points from "41-5A 61"; the notation of CSS, without its U+."""
    points: set[int] = set()
    for part in spec.split():
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)


# Every page needs these: ASCII, Latin-1, the commonest letters of European names beyond it, the
# punctuation of prose, four arrows, the operators of plain-text titles.
_NAMES = _points(
    "103 105-107 10C 10D 10F 119 11B 11E 11F 141 142 144 148 151 159-15B 15E-161 163 165 16F 171"
    " 17A-17E 219 21B"
)
_TEXT = _points(
    "20-7E A0-FF 131 152 153 2C6 2DA 2DC 2009 200A 2010-2015 2018-201E 2020-2022 2026 202F 2030"
    " 2032 2033 2039 203A 2044 20AC 2116 2122 2190-2193 2212 221E 2248 2260 2264 2265"
)
TEXT = _TEXT | _NAMES
# What journals' titles and emphasis in English need, and no more.
ENGLISH = _points("20-7E A0 A9 B7 D7 E9 FC F6 2010-2014 2018 2019 201C 201D 2026")
# The other letters of names: Latin Extended-A, what Romanian, Vietnamese, Pinyin and transliteration add,
# combining marks.
TEXT_EXTENDED = (
    _points(
        "100-17F 1A0 1A1 1AF 1B0 1CD-1DC 218-21B 237 2C7 2D8 2D9 2DB 2DD 300-30C 323 327 328"
        " 1E0C-1E0F 1E24 1E25 1E62 1E63 1E6C 1E6D 1E80-1E85 1E92 1E93 1E9E 1EA0-1EF9"
    )
    - TEXT
)

# Common formulas in one file. A browser looks for the pieces of a growing bracket, arrow or radical
# only in the first font, the one that has the space: so every character that stretches is here, but
# for a few rare brackets.
MATH = _points(
    "20-7E A0 A8 AC AF B0 B1 B4 B7 D7 F7 2C6 2C7 2D8-2DA 2DC 302 303 305 332 338 203E 20D7"
    # Greek, for which browsers ask before they show its italic; primes and dots; script and
    # double-struck capitals of old standing
    " 393 394 398 39B 39E 3A0 3A3 3A5 3A6 3A8 3A9 3B1-3C9 3D1 3D5 3D6 3F1 3F5 2016 2019 2026 2032-2034"
    " 2102 210B 210D 210E 2110 2112 2113 2115 2119-211B 211D 2124 212C 2130 2131 2133"
    # arrows
    " 2190-2194 21A6 21C0 21C1 21D0 21D2 21D4 27F5-27FA 27FC"
    # operators and relations
    " 2200 2202 2203 2205-2209 220B 220F 2211-2213 2215-221A 221D 221E 2223-222B 222E 2236 223C"
    " 2243 2245 2248 2254 225C 2260 2261 2264 2265 226A 226B 2272 2273 227A-227D 2282-2287 228A"
    " 2293-2295 2297 2299 22A2 22A4 22A5 22C0-22C3 22C5 22C6 22EE-22F1 27C2"
    " 2A01 2A02 2A7D 2A7E 2AAF 2AB0"
    # brackets
    " 2308-230B 23DE 23DF 27E6-27E9"
    # italic, script and double-struck letters, italic Greek
    " 1D434-1D467 1D49C-1D4B5 1D53B-1D542 1D54A 1D54B 1D6A4 1D6A5 1D6FC-1D71B 1D7D9"
)
# Bold letters of the alphabet, as vectors and matrices have them, and bold figures.
MATH_BOLD = _points("1D400-1D433 1D7CE-1D7D7")
# The same slanted, which \boldsymbol asks for, and bold Greek.
MATH_BOLD_ITALIC = _points("1D468-1D49B 1D736-1D74E 1D750-1D755")
MATH_BOLD_GREEK = _points("1D6A8-1D6DB 1D71C-1D735 1D74F")
MATH_FRAKTUR = _points("210C 2111 211C 2128 212D 1D504-1D537")
MATH_SANS = _points("1D5A0-1D5D3 1D7E2-1D7EB")
MATH_TYPEWRITER = _points("1D670-1D6A3 1D7F6-1D7FF")
# The other double-struck letters, slanted Greek capitals, upright and rarer Greek, letters with a name.
MATH_LETTERS = (
    _points("131 237 370-3FF 2100-214F 1D538-1D56B 1D6E2-1D6FB 1D7D8-1D7E1") - MATH - MATH_FRAKTUR
)
# Bold fraktur and the heavier sans, which TeX has only through packages.
MATH_BOLD_LETTERS = _points("1D4D0-1D503 1D56C-1D59F 1D5D4-1D66F 1D756-1D7CB 1D7EC-1D7F5")
# The rest of what math-core writes: relations and operators that TeX itself has, integrals, negations;
# then rarer arrows, shapes and what AMS adds.
MATH_RELATIONS = (
    _points(
        "A7 B6 2020 2021 2197 2198 21A9 21AA 21BC 21BD 21CC 21D1 21D3 21D5 2195-2199 2201 2204 2209 220A"
        " 220C 2210 2214 221F-2222 2224 222C 222D 222F-2235 223D 2241 2242 2244 2246 2247 2249-224D 2250"
        " 2257 225F 2262 2266 2267 226E 226F 2270 2271 2280 2281 2288 2289 228E-2292 2296 2298 229A 229B"
        " 22A0 22A3 22A7-22AA 22B2-22B5 22BA 22C4 22C8-22CA 22EF 2322 2323 25A1 25B3 25B7 25BD 25C1 25CA"
        " 25EF 2A00 2A03-2A06 2A0C"
    )
    - MATH
)
MATH_SYMBOLS = (
    _points(
        "A3 A5 A9 F0 2018 2035 20D2 20DB 20DC 2196-21FF 2200-22FF"
        " 231C-231F 2322 2323 23B4 23B5 23DC 23DD 23E0 23E1 25A0 25A1 25B3 25B6 25B7 25BD 25C0"
        " 25C1 25CA 25EF 2660-2663 266D-266F 2713 2720 27CB 27CD 27EA 27EB 27EE 27EF 27FB"
        " 2983-298A 2A00-2AFF"
    )
    - MATH
    - MATH_RELATIONS
)
# math-core marks script letters with variation selectors, which no font here knows. Naming them in
# the range of the first file keeps a browser from looking for them elsewhere and splitting the
# formula.
VARIATION_SELECTORS = _points("FE00 FE01")

# Always written as superscripts: these point to their script-size forms (OpenType feature `ssty`,
# which not every browser applies; the script forms of all letters would double the file).
PRIMES = _points("2032-2037 2057")
# Accents that a formula writes as an operator over its base.
ACCENTS = _points("300-30C 311 332 20D0 20D1 20D6 20D7 20DB 20DC 20E1")


# ── shipped faces ────────────────────────────────────────────────────────────────────────────────

TEXT_FEATURES = ("kern", "liga")
# Only the files that have combining marks need to know where they stand: 4 KB in each of the others.
MARKED = (*TEXT_FEATURES, "locl", "ccmp", "mark")
# Times and board numbers stand in columns. Without kerning, which nobody sees at 13 to 15 px: 4 KB.
TABULAR = ("tnum",)


@dataclass(frozen=True)
class Face:
    """One WOFF2 file and the @font-face rule that names it."""

    file: str
    family: str
    source: str
    points: frozenset[int]
    style: str = "normal"
    weight: str = "400"
    axes: dict[str, float | tuple[float, float]] = field(default_factory=dict)
    features: tuple[str, ...] = TEXT_FEATURES


# Optical size 18: body text of 17 to 18 px. The italic has one weight; a browser makes
# the rare bold italic from it.
_ROMAN = {"opsz": 18.0, "wght": (400.0, 600.0)}
_ITALIC = {"opsz": 18.0, "wght": 400.0}
_SANS = {"opsz": 14.0, "wght": (400.0, 600.0)}

FACES = (
    Face("proceedings-serif.woff2", "Proceedings Serif", "serif", TEXT, weight="400 600", axes=_ROMAN),
    Face(
        "proceedings-serif-ext.woff2",
        "Proceedings Serif",
        "serif",
        TEXT_EXTENDED,
        weight="400 600",
        axes=_ROMAN,
        features=MARKED,
    ),
    Face(
        "proceedings-serif-italic.woff2",
        "Proceedings Serif",
        "serif-italic",
        ENGLISH,
        style="italic",
        axes=_ITALIC,
    ),
    Face(
        "proceedings-serif-italic-ext.woff2",
        "Proceedings Serif",
        "serif-italic",
        (TEXT | TEXT_EXTENDED) - ENGLISH,
        style="italic",
        axes=_ITALIC,
        features=MARKED,
    ),
    Face(
        "proceedings-sans.woff2",
        "Proceedings Sans",
        "sans",
        TEXT,
        weight="400 600",
        axes=_SANS,
        features=TABULAR,
    ),
    Face(
        "proceedings-sans-ext.woff2",
        "Proceedings Sans",
        "sans",
        TEXT_EXTENDED,
        weight="400 600",
        axes=_SANS,
        features=MARKED,
    ),
    Face("proceedings-math.woff2", "Latin Modern Math", "math", MATH, features=()),
    *(
        Face(f"proceedings-math-{name}.woff2", "Latin Modern Math", "math", points, features=())
        for name, points in (
            ("bold", MATH_BOLD),
            ("bold-italic", MATH_BOLD_ITALIC),
            ("bold-greek", MATH_BOLD_GREEK),
            ("fraktur", MATH_FRAKTUR),
            ("sans", MATH_SANS),
            ("typewriter", MATH_TYPEWRITER),
            ("letters", MATH_LETTERS),
            ("bold-letters", MATH_BOLD_LETTERS),
            ("relations", MATH_RELATIONS),
            ("symbols", MATH_SYMBOLS),
        )
    ),
)


def make(face: Face, source: bytes) -> tuple[bytes, frozenset[int]]:
    """The face's WOFF2 file and the code points that it has."""
    font = _instance(source, face.axes)
    if face.source == "math":
        _point_primes_to_script_forms(font)
        _give_accents_room(font)
    options = subset.Options()
    options.layout_features = list(face.features)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.hinting = False
    options.notdef_outline = True
    options.desubroutinize = True  # brotli does better without subroutines
    options.drop_tables += ["BASE", "DSIG", "FFTM", "STAT", "gasp"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=face.points)
    subsetter.subset(font)
    _rename(font, face)
    points = frozenset(font.getBestCmap())
    if "CFF " in font:
        font = _without_glyph_names(font)
    font.flavor = "woff2"
    return _saved(font), points


def _saved(font: TTFont) -> bytes:
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=True)
    return buffer.getvalue()


def _without_glyph_names(font: TTFont) -> TTFont:
    """The font with its glyphs called by CFF's own standard names, which take no room in the file.

    No browser reads the names. All tables but CFF are carried over as bytes, so none of them sees
    the change.
    """
    plain = TTFont(io.BytesIO(_saved(font)), recalcTimestamp=False)
    top = plain["CFF "].cff.topDictIndex[0]
    strings = top.CharStrings
    old = list(top.charset)
    new = [old[0], *islice(chain(cffStandardStrings[1:], map("g{}".format, count())), len(old) - 1)]
    strings.charStrings = {n: strings.charStrings[o] for o, n in zip(old, new, strict=True)}
    top.charset = new
    return plain


def _instance(source: bytes, axes: dict[str, float | tuple[float, float]]) -> TTFont:
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    if not axes:
        return font
    narrowed = instancer.instantiateVariableFont(font, axes)
    # Saved and read again: the instancer leaves glyphs without an outline out of gvar, and the
    # subsetter looks there.
    return TTFont(io.BytesIO(_saved(narrowed)), recalcTimestamp=False)


def _point_primes_to_script_forms(font: TTFont) -> None:
    """Make U+2032 and its kin show the glyph that is meant for a superscript."""
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "ssty"
        for index in record.Feature.LookupListIndex
    }
    forms = {
        glyph: alternates[0]
        for index in lookups
        for subtable in table.LookupList.Lookup[index].SubTable
        for glyph, alternates in subtable.alternates.items()
    }
    for subtable in font["cmap"].tables:
        for point in PRIMES & set(subtable.cmap):
            subtable.cmap[point] = forms.get(subtable.cmap[point], subtable.cmap[point])


def _give_accents_room(font: TTFont) -> None:
    """Move combining accents, drawn to the left of an advance of zero, into an advance of their own width.

    MathML centres an accent's box over its base; with a box of no width the accent hangs to the
    left of it.
    """
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    top = font["CFF "].cff.topDictIndex[0]
    attachment = font["MATH"].table.MathGlyphInfo.MathTopAccentAttachment
    tops = dict(zip(attachment.TopAccentCoverage.glyphs, attachment.TopAccentAttachment, strict=True))
    for name in {cmap[point] for point in ACCENTS & set(cmap)}:
        bounds = BoundsPen(glyphs)
        glyphs[name].draw(bounds)
        left, right = floor(bounds.bounds[0]), ceil(bounds.bounds[2])
        pen = T2CharStringPen(right - left, glyphs)
        glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, -left, 0)))
        top.CharStrings[name] = pen.getCharString(top.Private, top.GlobalSubrs)
        font["hmtx"][name] = (right - left, 0)
        if name in tops:
            tops[name].Value -= left


def _rename(font: TTFont, face: Face) -> None:
    """Name the modified font anew.

    The licences ask for it: "Source" is a reserved name under the OFL, and the GUST licence
    requests a new name.
    """
    family = "Proceedings Math" if face.source == "math" else face.family
    subfamily = "Italic" if face.style == "italic" else "Regular"
    names = font["name"]
    version = names.getDebugName(5) or ""
    for name_id, text in (
        (1, family),
        (2, subfamily),
        (3, f"{Path(face.file).stem}; {version}"),
        (4, f"{family} {subfamily}"),
        (6, f"{family.replace(' ', '')}-{subfamily}"),
    ):
        names.removeNames(nameID=name_id)
        names.setName(text, name_id, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [f"{family.replace(' ', '')}-{subfamily}"]
        cff.topDictIndex[0].FamilyName = family
        cff.topDictIndex[0].FullName = f"{family} {subfamily}"


# ── fallback faces ───────────────────────────────────────────────────────────────────────────────

# What a line of these pages is like; a font's measure is the length of this text in ems.
SAMPLE = (
    "The set of weights that realise one function is a fiber of the parametrization map. "
    "Its dimension, its symmetries and its singular points say how gradient descent moves, "
    "which solutions it prefers, and how many measurements determine the model."
)


@dataclass(frozen=True)
class Fallback:
    """A face that dresses a reader's own font in the measures of ours until ours has come."""

    family: str
    ours: str
    theirs: str
    local: tuple[str, ...]
    style: str = "normal"
    weight: str = "400"


_GEORGIA = "Proceedings Serif Fallback"
_TIMES = "Proceedings Serif Fallback Times"
_NOTO_SERIF = "Proceedings Serif Fallback Noto"
_DEJAVU_SERIF = "Proceedings Serif Fallback DejaVu"
_ARIAL = "Proceedings Sans Fallback"
_ROBOTO_SANS = "Proceedings Sans Fallback Roboto"
_BOLD = {"weight": "600 700"}
_SLANTED = {"style": "italic"}

FALLBACKS = (
    Fallback(_GEORGIA, "serif", "gelasio", ("Georgia", "Gelasio")),
    Fallback(_GEORGIA, "serif", "gelasio-bold", ("Georgia Bold", "Georgia-Bold", "Gelasio Bold"), **_BOLD),
    Fallback(
        _GEORGIA,
        "serif-italic",
        "gelasio-italic",
        ("Georgia Italic", "Georgia-Italic", "Gelasio Italic"),
        **_SLANTED,
    ),
    Fallback(_TIMES, "serif", "times", ("Times New Roman", "TimesNewRomanPSMT", "Liberation Serif")),
    Fallback(
        _TIMES,
        "serif",
        "times-bold",
        ("Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold"),
        **_BOLD,
    ),
    Fallback(
        _TIMES,
        "serif-italic",
        "times-italic",
        ("Times New Roman Italic", "TimesNewRomanPS-ItalicMT", "Liberation Serif Italic"),
        **_SLANTED,
    ),
    Fallback(_NOTO_SERIF, "serif", "noto", ("Noto Serif", "NotoSerif", "NotoSerif-Regular")),
    Fallback(_NOTO_SERIF, "serif", "noto:700", ("Noto Serif Bold", "NotoSerif-Bold"), **_BOLD),
    Fallback(
        _NOTO_SERIF, "serif-italic", "noto-italic", ("Noto Serif Italic", "NotoSerif-Italic"), **_SLANTED
    ),
    Fallback(_DEJAVU_SERIF, "serif", "dejavu", ("DejaVu Serif", "DejaVuSerif")),
    Fallback(_DEJAVU_SERIF, "serif", "dejavu-bold", ("DejaVu Serif Bold", "DejaVuSerif-Bold"), **_BOLD),
    Fallback(
        _ARIAL, "sans", "arial", ("Arial", "ArialMT", "Liberation Sans", "Helvetica Neue", "Helvetica")
    ),
    Fallback(
        _ARIAL,
        "sans",
        "arial-bold",
        ("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Helvetica Neue Bold", "Helvetica Bold"),
        **_BOLD,
    ),
    Fallback(_ROBOTO_SANS, "sans", "roboto", ("Roboto", "Roboto-Regular")),
    Fallback(_ROBOTO_SANS, "sans", "roboto:700", ("Roboto Bold", "Roboto-Bold"), **_BOLD),
)


def _advance(font: TTFont) -> float:
    """The length of the sample, in ems, without kerning."""
    cmap, metrics = font.getBestCmap(), font["hmtx"].metrics
    return sum(metrics[cmap[ord(c)]][0] for c in SAMPLE) / font["head"].unitsPerEm


def _measured(source: bytes, axes: dict[str, float]) -> TTFont:
    font = TTFont(io.BytesIO(source))
    # Only what is measured: instancing all of Noto Serif takes a minute.
    options = subset.Options(layout_features=[], drop_tables=["GPOS", "GSUB", "GDEF", "STAT"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=SAMPLE)
    subsetter.subset(font)
    known = {axis.axisTag for axis in font["fvar"].axes} if "fvar" in font else set()
    kept = {tag: value for tag, value in axes.items() if tag in known}
    return instancer.instantiateVariableFont(font, kept) if kept else font


def fallback_rule(fallback: Fallback, sources: dict[str, bytes]) -> str:
    """The @font-face rule of a fallback.

    `size-adjust` scales the override metrics too, so these are divided by it.
    """
    weight = 600.0 if fallback.weight != "400" else 400.0
    pinned = {"opsz": 14.0 if fallback.ours == "sans" else 18.0, "wght": weight}
    ours = _measured(sources[fallback.ours], pinned)
    name, _, theirs_weight = fallback.theirs.partition(":")
    theirs = _measured(sources[name], {"wght": float(theirs_weight or 400), "wdth": 100.0})
    adjust = _advance(ours) / _advance(theirs)
    em, line = ours["head"].unitsPerEm, ours["hhea"]
    return _rule(
        {
            "font-family": f'"{fallback.family}"',
            "font-style": fallback.style,
            "font-weight": fallback.weight,
            "src": ", ".join(f'local("{name}")' for name in fallback.local),
            "size-adjust": f"{100 * adjust:.2f}%",
            "ascent-override": f"{100 * line.ascent / em / adjust:.2f}%",
            "descent-override": f"{-100 * line.descent / em / adjust:.2f}%",
            "line-gap-override": f"{100 * line.lineGap / em / adjust:.2f}%",
        }
    )


# ── the stylesheet and the record ────────────────────────────────────────────────────────────────


def _rule(declarations: dict[str, str]) -> str:
    body = "".join(f"  {name}: {value};\n" for name, value in declarations.items())
    return f"@font-face {{\n{body}}}\n"


def _unicode_range(points: Iterable[int]) -> str:
    ranges: list[list[int]] = []
    for point in sorted(points):
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in ranges)


def face_rule(face: Face, points: frozenset[int]) -> str:
    """The @font-face rule of a shipped face."""
    declarations = {
        "font-family": f'"{face.family}"',
        "font-style": face.style,
        "font-weight": face.weight,
        "font-display": "swap",
        "src": f'url("{face.file}") format("woff2")',
        "unicode-range": _unicode_range(points | VARIATION_SELECTORS if face.points is MATH else points),
    }
    if face.source == "math":
        # Windows would take the line's height from the tallest bracket in the font: three lines for
        # one formula.
        declarations |= {
            "ascent-override": "80.6%",
            "descent-override": "19.4%",
            "line-gap-override": "0%",
        }
    return _rule(declarations)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def record(files: dict[str, bytes]) -> str:
    """SOURCES.md: where every shipped file comes from."""
    lines = [
        "# Fonts: sources and licences",
        "",
        "Made by `tools/subset_fonts.py`; do not edit by hand. Each file is a subset of its source:",
        "fewer characters, no hinting, one optical size, fewer weights. In the math font the primes are",
        "those for superscripts, and combining accents have a width. The fonts bear new names, as their",
        "licences ask.",
        "",
        "| source | version | taken from | licence | SHA-256 of the source file |",
        "|---|---|---|---|---|",
    ]
    licences = {
        "math": "[GUST Font License](LICENSE-latin-modern-math.txt)",
        "sans": "[OFL 1.1](LICENSE-inter.txt)",
    }
    for key in ("serif", "serif-italic", "sans", "math"):
        source = SOURCES[key]
        licence = licences.get(key, "[OFL 1.1](LICENSE-source-serif.txt)")
        lines.append(
            f"| {source.name} | {source.version} | {source.package} | {licence} | `{source.sha256}` |"
        )
    lines += ["", "| shipped file | bytes | source | SHA-256 |", "|---|---|---|---|"]
    for face in FACES:
        data = files[face.file]
        lines.append(f"| {face.file} | {len(data)} | {SOURCES[face.source].name} | `{_sha256(data)}` |")
    lines += [
        "",
        "Measured for the fallback faces of `fonts.css`, not shipped:",
        "",
        "| source | version | taken from | SHA-256 |",
        "|---|---|---|---|",
    ]
    shipped = {face.source for face in FACES}
    for key, source in SOURCES.items():
        if key not in shipped:
            lines.append(f"| {source.name} | {source.version} | {source.package} | `{source.sha256}` |")
    return "\n".join(lines) + "\n"


HEADER = """/* Made by tools/subset_fonts.py; do not edit by hand. Sources and licences: SOURCES.md.
   A browser loads a file only when a character of its range is on the page. */
"""


def outputs(folder: Path) -> dict[str, bytes]:
    """All files of the font folder but the licences, by name."""
    sources = {key: source.read(folder) for key, source in SOURCES.items()}
    files: dict[str, bytes] = {}
    rules = []
    for face in FACES:
        files[face.file], points = make(face, sources[face.source])
        rules.append(face_rule(face, points))
    rules += [fallback_rule(fallback, sources) for fallback in FALLBACKS]
    files["fonts.css"] = (HEADER + "\n" + "\n".join(rules)).encode()
    files["SOURCES.md"] = record(files).encode()
    return files


def main() -> int:
    """Write the font folder, or compare it."""
    parser = argparse.ArgumentParser(description="Make the theme's subset fonts.")
    parser.add_argument("--sources", type=Path, required=True, metavar="DIR")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on a difference")
    arguments = parser.parse_args()
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    different = 0
    for name, data in outputs(arguments.sources).items():
        path = FOLDER / name
        if arguments.check:
            if not path.is_file() or path.read_bytes() != data:
                different += 1
                print(f"differs: {name}")
        else:
            path.write_bytes(data)
            print(f"{len(data):>7}  {name}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
