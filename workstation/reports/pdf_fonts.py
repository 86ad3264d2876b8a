"""A Chinese font of this machine, cut down to what a paper says, in a form that PDF can hold.

Most Chinese fonts come with PostScript outlines in a collection, which ReportLab cannot embed. What
a paper needs of them are a few hundred glyphs; they are turned into TrueType outlines here. The
characters stay those of the text, so that search and copy find what was written.
"""

import functools
import hashlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, TTLibError, newTable
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase import ttfonts as reportlab_fonts

from workstation.domain.errors import ReviewRoomError

#: File names of fonts that hold simplified Chinese, and which face of a collection does.
_KNOWN: Final = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansSC-Regular.otf", 0),
    ("NotoSansCJKsc-Regular.otf", 0),
    ("SourceHanSansSC-Regular.otf", 0),
    ("SourceHanSansCN-Regular.otf", 0),
    ("wqy-zenhei.ttc", 0),
    ("wqy-microhei.ttc", 0),
    ("msyh.ttc", 0),
    ("simhei.ttf", 0),
    ("simsun.ttc", 0),
    ("STHeiti Light.ttc", 0),
)
_ALWAYS: Final = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "\N{EN DASH}\N{EM DASH}\N{HORIZONTAL ELLIPSIS}\N{MIDDLE DOT}\N{MULTIPLICATION SIGN}"
)
#: What the profile of a TrueType font counts, and saving counts anew.
_COUNTS: Final = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
    "maxPoints",
    "maxContours",
    "maxCompositePoints",
    "maxCompositeContours",
    "maxComponentDepth",
)
_DROPPED: Final = ["GSUB", "GPOS", "VORG", "vhea", "vmtx", "BASE", "GDEF", "STAT"]


class FontMissing(ReviewRoomError):
    """No font of this machine can write Chinese."""

    advice = "Install a Chinese font (Debian: fonts-noto-cjk), or write the report as HTML."

    def __init__(self) -> None:
        super().__init__("PDF: there is no Chinese font on this machine")


def font_for(text: str) -> str:
    """Register a font that can write a text, and return the name ReportLab knows it by.

    Parameters
    ----------
    text : str
        All that will be written; nothing else is embedded.

    Raises
    ------
    FontMissing
        If no known font is installed.
    """
    signs = "".join(sorted({*text, *_ALWAYS}))
    name = f"Room{hashlib.sha256(signs.encode()).hexdigest()[:12]}"
    if name not in pdfmetrics.getRegisteredFontNames():
        font = reportlab_fonts.TTFont(name, io.BytesIO(_cut(signs)))
        # ReportLab takes fonts of one face for one font: the next paper would have our glyphs.
        font.face.name = name.encode()
        pdfmetrics.registerFont(font)
    return name


def chinese_font() -> tuple[Path, int]:
    """Return the file of a Chinese font and which face of it to take.

    Raises
    ------
    FontMissing
        If none is installed.
    """
    found = _installed()
    if found is None:
        raise FontMissing
    return found


@functools.cache
def _installed() -> tuple[Path, int] | None:
    places = {name.lower(): (rank, face) for rank, (name, face) in enumerate(_KNOWN)}
    best: tuple[int, Path, int] | None = None
    for path in _font_files():
        known = places.get(path.name.lower())
        if known is not None and (best is None or known[0] < best[0]):
            best = (known[0], path, known[1])
    return None if best is None else (best[1], best[2])


def _font_files() -> Iterator[Path]:
    home = Path.home()
    if sys.platform == "win32":
        folders = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    elif sys.platform == "darwin":
        folders = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    else:
        shares = os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")
        folders = [home / ".local/share/fonts", *(Path(share) / "fonts" for share in shares)]
    for folder in folders:
        for root, _, names in os.walk(folder):
            yield from (Path(root) / name for name in names)


def _cut(signs: str) -> bytes:
    """Return a TrueType font with the glyphs of some characters and nothing more."""
    path, face = chinese_font()
    options = subset.Options(
        layout_features=[],
        notdef_outline=True,
        hinting=False,
        desubroutinize=True,
        glyph_names=False,
    )
    options.drop_tables += _DROPPED
    cutter = subset.Subsetter(options)
    cutter.populate(text=signs)
    whole = io.BytesIO()
    try:
        with path.open("rb") as file:
            font = TTFont(file, fontNumber=face, lazy=True)
            cutter.subset(font)
            if "CFF " in font:
                _to_true_type(font)
            font.save(whole)
    except (OSError, TTLibError) as error:
        raise FontMissing from error
    return whole.getvalue()


def _to_true_type(font: TTFont) -> None:
    """Turn cubic outlines into quadratic ones, at most one unit of the em away."""
    order = font.getGlyphOrder()
    outlines = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    profile = font["maxp"]
    profile.tableVersion = 0x00010000
    for field in _COUNTS:
        setattr(profile, field, 0)
    profile.maxZones = 1
    names = font["post"]
    names.formatType, names.extraNames, names.mapping = 2.0, [], {}
    names.glyphOrder = order
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"
