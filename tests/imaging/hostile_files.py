"""Files written by hand to do harm, as no mutator would hit upon them; each is made by code.

A maker gets an empty folder and returns the file to open. What it names lies beside it.
"""

import io
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import imagecodecs
import numpy as np
import tifffile
from pydicom.uid import DeflatedExplicitVRLittleEndian

from tests.imaging.dicom_makers import write_dx

Maker = Callable[[Path], Path]
_GREY: Final = np.arange(64 * 80, dtype=np.uint8).reshape(64, 80)


def _file(name: str, content: Callable[[], bytes]) -> Maker:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content())
        return path

    return make


# -- TIFF ------------------------------------------------------------------------------------------


def _directory(*entries: tuple[int, int, int, int]) -> bytes:
    """Return a little-endian TIFF of one directory; entries are (tag, type, count, value)."""
    packed = b"".join(struct.pack("<HHII", *entry) for entry in sorted(entries))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + packed + bytes(4)


def _plain_entries(rows: int, columns: int) -> list[tuple[int, int, int, int]]:
    return [(256, 4, 1, columns), (257, 4, 1, rows), (258, 3, 1, 8), (262, 3, 1, 1),
            (277, 3, 1, 1)]  # fmt: skip


def tiff_of_one_tile_for_all() -> bytes:
    """198 million pixels whose tiles are all the same few bytes: 800 times as much comes out."""
    tile = zlib.compress(bytes(2048 * 2048), 9)
    count = (14_000 // 2048 + 1) ** 2
    head_bytes = 8 + 2 + 11 * 12 + 4
    lists = struct.pack("<I", head_bytes + 8 * count) * count + struct.pack("<I", len(tile)) * count
    return (
        _directory(
            *_plain_entries(14_000, 14_000),
            (259, 3, 1, 8), (322, 4, 1, 2048), (323, 4, 1, 2048),
            (324, 4, count, head_bytes), (325, 4, count, head_bytes + 4 * count),
            (339, 3, 1, 1),
        )
        + lists
        + tile
    )  # fmt: skip


def tiff_lzw_bomb() -> bytes:
    """One strip that unpacks to a thousand times what its page can hold."""
    strip = bytes(imagecodecs.lzw_encode(bytes(30_000_000)))
    return (
        _directory(*_plain_entries(64, 80), (259, 3, 1, 5), (273, 4, 1, 8 + 2 + 9 * 12 + 4),
                   (278, 4, 1, 64), (279, 4, 1, len(strip)))
        + strip
    )  # fmt: skip


def tiff_of_endless_strips() -> bytes:
    """A list of four thousand million strips, in a file of two hundred bytes."""
    return _directory(*_plain_entries(64, 80), (259, 3, 1, 1), (273, 4, 0xFFFFFFFF, 8),
                      (278, 4, 1, 1), (279, 4, 0xFFFFFFFF, 8)) + bytes(100)  # fmt: skip


def tiff_of_directories_in_themselves() -> bytes:
    """A page whose smaller copies and whose Exif directory are the page itself."""
    return _directory(*_plain_entries(64, 80), (259, 3, 1, 1), (273, 4, 1, 8), (278, 4, 1, 64),
                      (279, 4, 1, 64 * 80), (330, 4, 1, 8), (34665, 4, 1, 8),
                      (34853, 4, 1, 8)) + _GREY.tobytes()  # fmt: skip


def package_of_levels_in_themselves() -> bytes:
    """A scan package whose levels are its own page."""
    from tests.imaging.phantom import make_plane, make_scan  # noqa: PLC0415 - numpy's alone above
    from workstation.imaging.description import describe  # noqa: PLC0415

    scan = make_scan(make_plane(_GREY.astype(np.uint16)))
    file = io.BytesIO()
    with tifffile.TiffWriter(file, bigtiff=True) as writer:
        text = describe(scan, scan.planes[0])
        writer.write(_GREY, description=text, subifds=1, photometric="minisblack", metadata=None)
        writer.write(_GREY[:4, :4], subfiletype=1, photometric="minisblack", metadata=None)
    data = bytearray(file.getvalue())
    with tifffile.TiffFile(io.BytesIO(data)) as tiff:
        page = tiff.pages[0]
        struct.pack_into("<Q", data, page.tags[330].valueoffset, page.offset)
    return bytes(data)


# -- PNG, JPEG 2000, JPEG XL -----------------------------------------------------------------------


def _chunk(kind: bytes, body: bytes) -> bytes:
    sealed = kind + body
    return struct.pack(">I", len(body)) + sealed + struct.pack(">I", zlib.crc32(sealed))


def png_with_a_bomb_of_words() -> bytes:
    """A good picture with a text and a colour profile of 20 MB each, packed."""
    packed = zlib.compress(bytes(20_000_000), 9)
    data = bytes(imagecodecs.png_encode(_GREY))
    words = _chunk(b"zTXt", b"Comment\0\0" + packed) + _chunk(b"iCCP", b"profile\0\0" + packed)
    return data[:33] + words * 3 + data[33:]


def png_of_empty_parts() -> bytes:
    """A picture whose data come in a hundred thousand empty pieces first."""
    data = bytes(imagecodecs.png_encode(_GREY))
    return data[:33] + _chunk(b"IDAT", b"") * 100_000 + data[33:]


def _codestream() -> bytearray:
    return bytearray(imagecodecs.jpeg2k_encode(_GREY, reversible=True, codecformat="j2k"))


def codestream_of_countless_tiles() -> bytes:
    """A picture of 14 000 x 14 000 in tiles of one pixel."""
    data = _codestream()
    struct.pack_into(">IIIIIIII", data, 8, 14_000, 14_000, 0, 0, 1, 1, 0, 0)
    return bytes(data)


def codestream_of_a_huge_tile() -> bytes:
    """A picture of 200 million pixels in a few thousand bytes."""
    data = _codestream()
    struct.pack_into(">IIIIIIII", data, 8, 14_000, 14_000, 0, 0, 14_000, 14_000, 0, 0)
    return bytes(data)


def jpeg_xl_film() -> bytes:
    """A film of twenty frames, each of which is a picture."""
    return bytes(imagecodecs.jpegxl_encode(np.stack([_GREY] * 20), lossless=True))


def jpeg_xl_of_one_value() -> bytes:
    """A picture of a million pixels of one value, in a few bytes."""
    return bytes(imagecodecs.jpegxl_encode(np.zeros((1200, 1200), np.uint8), lossless=True))


# -- DICOM -----------------------------------------------------------------------------------------


def _dicom(folder: Path) -> bytes:
    path = folder / "made.dcm"
    write_dx(path, _GREY.astype(np.uint16))
    data = path.read_bytes()
    path.unlink()
    return data


def deflated_dicom(folder: Path) -> Path:
    """A data set that unpacks to a thousand times its size."""
    data = _dicom(folder)
    start = 144 + struct.unpack_from("<I", data, 140)[0]
    syntax = DeflatedExplicitVRLittleEndian.encode()
    head = data[:start].replace(b"1.2.840.10008.1.2.1\0", syntax + b"\0" * (len(syntax) % 2))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    path = folder / "a.dcm"
    path.write_bytes(head + packer.compress(bytes(20_000_000)) + packer.flush())
    return path


def _in_front_of_pixels(folder: Path, element: bytes) -> Path:
    data = _dicom(folder)
    at = data.index(struct.pack("<HH", 0x7FE0, 0x0010))
    path = folder / "a.dcm"
    path.write_bytes(data[:at] + element + data[at:])
    return path


_ITEM: Final = struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
_SEQUENCE: Final = struct.pack("<HH2sHI", 0x5400, 0x0100, b"SQ", 0, 0xFFFFFFFF)
_ITEM_END: Final = struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
_SEQUENCE_END: Final = struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)


def dicom_of_ten_thousand_sequences(folder: Path) -> Path:
    """Sequences of undefined length, each within the one before."""
    deep = (_SEQUENCE + _ITEM) * 10_000 + (_ITEM_END + _SEQUENCE_END) * 10_000
    return _in_front_of_pixels(folder, deep)


def dicom_of_a_million_items(folder: Path) -> Path:
    """One sequence of a million items without anything in them."""
    items = struct.pack("<HHI", 0xFFFE, 0xE000, 0) * 1_000_000
    return _in_front_of_pixels(folder, _SEQUENCE + items + _SEQUENCE_END)


def dicom_of_twenty_thousand_elements(folder: Path) -> Path:
    """One item of twenty thousand elements."""
    elements = b"".join(
        struct.pack("<HH2sHH", 0x5401, 0x0100 + n % 0xF000, b"US", 2, 1) for n in range(20_000)
    )
    return _in_front_of_pixels(folder, _SEQUENCE + _ITEM + elements + _ITEM_END + _SEQUENCE_END)


# -- texts -----------------------------------------------------------------------------------------

_FORM: Final = (
    "<DataForm><Version>V01.07</Version><TruckId>202611050026120014</TruckId>"
    "<Site>002612</Site>{}</DataForm>"
)
_FORM_NAME: Final = "202611050026120014.xml"


def form_of_a_hundred_thousand_attributes() -> bytes:
    """One element that has a hundred thousand attributes."""
    attributes = " ".join(f'a{number}=""' for number in range(100_000))
    return f"<DataForm {attributes}></DataForm>".encode()


def form_with_a_hidden_document_type() -> bytes:
    """A document type with a bomb of entities, in UTF-16, where a search for bytes misses it."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 9}">' for n in range(1, 12))
    text = f'<?xml version="1.0"?><!DOCTYPE DataForm [<!ENTITY e0 "lol">{entities}]>'
    return (text + _FORM.format("&e11;")).encode("utf-16")


def form_in_another_tongue_than_it_says() -> bytes:
    """UTF-16 by its mark, UTF-7 by its word."""
    return ('<?xml version="1.0" encoding="UTF-7"?>' + _FORM.format("")).encode("utf-16")


def form_in_a_tongue_that_runs() -> bytes:
    """An encoding that Python knows, and that is none of characters."""
    return b'<?xml version="1.0" encoding="bz2_codec"?>' + _FORM.format("").encode()


def _description(text: str) -> Maker:
    head = 'schema = "reviewroom.raw/1"\n'
    return _file("a.scan.toml", (head + text).encode)


_RAW: Final = """[[plane]]
file = "{}"
rows = 60
columns = 90
dtype = "uint16"
"""


def description_of_a_link(folder: Path) -> Path:
    """A raw file that is a link to a secret of this machine."""
    secret = folder.parent / f"{folder.name}.secret"
    secret.write_bytes(bytes(range(1, 241)) * 45)
    (folder / "a.raw").symlink_to(secret)
    return _description(_RAW.format("a.raw"))(folder)


def form_of_a_link(folder: Path) -> Path:
    """A sidecar whose picture is a link to a picture elsewhere."""
    secret = folder.parent / f"{folder.name}.secret.jpg"
    secret.write_bytes(bytes(imagecodecs.jpeg_encode(_GREY)))
    (folder / "202611050026120014S.png.jpg").symlink_to(secret)
    path = folder / _FORM_NAME
    told = '<Operations><Operation Type="1"><Resources><Resource Type="img">'
    told += "202611050026120014S.png.jpg</Resource></Resources></Operation></Operations>"
    path.write_text(_FORM.format(told), encoding="utf-8")
    return path


def description_of_a_pipe(folder: Path) -> Path:
    """A raw file that is a pipe into which nobody writes."""
    os.mkfifo(folder / "a.raw")
    return _description(_RAW.format("a.raw"))(folder)


def pipe(folder: Path) -> Path:
    """A pipe that is called a picture: who opens it waits for ever."""
    path = folder / "a.png"
    os.mkfifo(path)
    return path


def device(folder: Path) -> Path:
    """A link to a device that never ends."""
    path = folder / "a.dcm"
    path.symlink_to("/dev/zero")
    return path


def _array(header: str, *, says: int | None = None) -> bytes:
    text = header.encode("latin-1")
    length = len(text) if says is None else says
    return b"\x93NUMPY\x02\x00" + struct.pack("<I", length) + text + bytes(64)


_DEEP: Final = "[" * 100_000

CORPUS: Final[dict[str, Maker]] = {
    "one tile for all": _file("a.tif", tiff_of_one_tile_for_all),
    "an LZW bomb": _file("a.tif", tiff_lzw_bomb),
    "endless strips": _file("a.tif", tiff_of_endless_strips),
    "directories in themselves": _file("a.tif", tiff_of_directories_in_themselves),
    "levels in themselves": _file("a.scan.tif", package_of_levels_in_themselves),
    "a bomb of words": _file("a.png", png_with_a_bomb_of_words),
    "empty parts": _file("a.png", png_of_empty_parts),
    "countless tiles": _file("a.j2k", codestream_of_countless_tiles),
    "a huge tile": _file("a.j2k", codestream_of_a_huge_tile),
    "a film": _file("a.jxl", jpeg_xl_film),
    "one value": _file("a.jxl", jpeg_xl_of_one_value),
    "deflated": deflated_dicom,
    "ten thousand sequences": dicom_of_ten_thousand_sequences,
    "a million items": dicom_of_a_million_items,
    "twenty thousand elements": dicom_of_twenty_thousand_elements,
    "attributes": _file(_FORM_NAME, form_of_a_hundred_thousand_attributes),
    "a hidden document type": _file(_FORM_NAME, form_with_a_hidden_document_type),
    "another tongue": _file(_FORM_NAME, form_in_another_tongue_than_it_says),
    "a tongue that runs": _file(_FORM_NAME, form_in_a_tongue_that_runs),
    "a number of 20 000 digits": _description(_RAW.format("a.raw").replace("60", "9" * 20_000)),
    "an endless number": _description(_RAW.format("a.raw") + "energy_mev = inf\n"),
    "the last of days": _description("time = 9999-12-31T23:59:59-23:59\n" + _RAW.format("a.raw")),
    "arrays in arrays": _description("plane = " + "[" * 30_000),
    "keys in keys": _description(".".join("a" * 20_000) + " = 1\n"),
    "a way out": _description(_RAW.format("../a.raw")),
    "a way to the root": _description(_RAW.format("/dev/zero")),
    "itself": _description(_RAW.format("a.scan.toml")),
    "a link to a secret": description_of_a_link,
    "a form's link": form_of_a_link,
    "a pipe beside it": description_of_a_pipe,
    "objects": _file("a.npy", lambda: _array(
        "{'descr': '|O', 'fortran_order': False, 'shape': (60, 90), }\n")),
    "a header of 4 GiB": _file("a.npy", lambda: _array("{}", says=0xFFFFFFFF)),
    "a header to run": _file("a.npy", lambda: _array(_DEEP)),
    "a pipe": pipe,
    "a device": device,
}  # fmt: skip
