"""Write how every Chinese sign of GB 2312 is read: ``python -m tests.house.pinyin``.

The window searches commands by pinyin; it ships this table of 30 kB instead of the package that
knows it, which is needed here alone.
"""

import sys
from pathlib import Path

import pypinyin

TABLE = Path(__file__).parents[2] / "resources" / "data" / "pinyin.tsv"


def signs() -> list[str]:
    """Return the 6763 Chinese signs of GB 2312, in its order."""
    rows, columns = range(0xB0, 0xF8), range(0xA1, 0xFF)
    found = (bytes((row, column)).decode("gb2312", "ignore") for row in rows for column in columns)
    return [sign for sign in found if sign]


def table() -> str:
    """Return a line for each reading: the reading without tones, a tab, the signs read so."""
    read_so: dict[str, list[str]] = {}
    for sign in signs():
        (readings,) = pypinyin.pinyin(sign, style=pypinyin.Style.NORMAL, heteronym=True)
        for reading in dict.fromkeys(readings):
            if reading.isascii() and reading.isalpha():
                typed = reading.replace("ve", "ue")  # lüe and nüe, as they are typed
                read_so.setdefault(typed, []).append(sign)
    return "".join(f"{reading}\t{''.join(read_so[reading])}\n" for reading in sorted(read_so))


def main() -> int:
    """Write the table."""
    TABLE.write_text(table(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
