"""A place in the words of both languages, the same at the desk, in the record and for the crew."""

from collections.abc import Mapping
from typing import Final

from workstation.domain.finding import Told, chinese_marks
from workstation.domain.position import SECTIONS, Layer, Origin, Position, Which, Zone

_ORIGINS: Final[Mapping[Origin, Told]] = {
    Origin.DOORS: Told(en="the doors", zh="箱门"),
    Origin.TRACTOR_END: Told(en="the end towards the tractor", zh="车头侧箱端"),
    Origin.LEFT_END: Told(en="the left end", zh="箱体左端"),
    Origin.PICTURE: Told(en="the picture's left end", zh="图像左端"),
}
_LAYERS: Final[Mapping[Layer, Told]] = {
    Layer.TOP: Told(en="top", zh="上层"),
    Layer.MIDDLE: Told(en="middle", zh="中层"),
    Layer.BOTTOM: Told(en="bottom", zh="底层"),
}
_ALL_LAYERS: Final = Told(en="full height", zh="全高")
_FROM_ABOVE: Final[Mapping[Layer, Told]] = {
    Layer.TOP: Told(en="upper side of the top view", zh="俯视图上侧"),
    Layer.MIDDLE: Told(en="middle of the top view", zh="俯视图中部"),
    Layer.BOTTOM: Told(en="lower side of the top view", zh="俯视图下侧"),
}
_ALL_WIDTH: Final = Told(en="full width", zh="全宽")
_FULL_LENGTH: Final = Told(en="full length", zh="全长")
_WHOLE: Final = Told(en="the whole container", zh="整箱")
_WHICH: Final[Mapping[Which, Told]] = {
    Which.FRONT: Told(en="front container", zh="前箱"),
    Which.REAR: Told(en="rear container", zh="后箱"),
    Which.LEFT: Told(en="left container in the picture", zh="图像左侧箱"),
    Which.RIGHT: Told(en="right container in the picture", zh="图像右侧箱"),
}
_BY_LAYER: Final[Mapping[Zone, Told]] = {
    Zone.ACROSS: Told(en="across both containers", zh="跨两箱"),
    Zone.DOORS: Told(en="at the doors", zh="箱门处"),
    Zone.FRONT_WALL: Told(en="at the front wall", zh="前端壁处"),
    Zone.MACHINE: Told(en="in the refrigerating machine", zh="制冷机组处"),
    Zone.TRACTOR_END: Told(en="at the end wall towards the tractor", zh="车头侧端壁处"),
    Zone.REAR_END: Told(en="at the rear end wall", zh="车尾侧端壁处"),
    Zone.LEFT_END: Told(en="at the left end wall", zh="左端壁处"),
    Zone.RIGHT_END: Told(en="at the right end wall", zh="右端壁处"),
}
_BY_LENGTH: Final[Mapping[Zone, Told]] = {
    Zone.FLOOR: Told(en="in the floor", zh="箱底板"),
    Zone.ROOF: Told(en="in the roof", zh="箱顶板"),
    Zone.ABOVE: Told(en="above the container", zh="箱顶上方"),
    Zone.CHASSIS: Told(en="chassis, under the container", zh="箱体下方底盘"),
}
_OUTSIDE: Final[Mapping[Zone, Told]] = {
    Zone.CAB: Told(en="tractor or cab, outside the container", zh="箱体以外,车头(驾驶室)一侧"),
    Zone.BEHIND: Told(en="behind the doors, outside the container", zh="箱体以外,箱门后方"),
    Zone.AHEAD: Told(en="beyond the front wall, outside the container", zh="箱体以外,前端壁前方"),
    Zone.BESIDE: Told(en="outside the container", zh="箱体以外"),
    Zone.BETWEEN: Told(en="between the two containers", zh="两箱之间"),
}
_ORDINALS: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
)
_NUMERALS: Final = (*"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五")


def phrase(place: Position) -> Told:
    """Return a place in both languages: ``third row from the doors, bottom (2.1 to 2.6 m)``."""
    words = _words(place)
    if place.which is not None:
        which = _WHICH[place.which]
        words = Told(en=f"{which.en}: {words.en}", zh=f"{which.zh}:{words.zh}")
    return Told(en=words.en, zh=chinese_marks(words.zh))


def _words(place: Position) -> Told:
    if place.zone in _OUTSIDE:
        return _OUTSIDE[place.zone]
    layer = _layer(place)
    if place.zone in _BY_LAYER:
        return _joined(_BY_LAYER[place.zone], layer)
    if place.zone in _BY_LENGTH:
        return _joined(_BY_LENGTH[place.zone], _along(place))
    if place.full_length and place.layer is None and place.origin is not Origin.PICTURE:
        return _WHOLE
    if place.rows is not None:
        return _by_rows(place, place.rows, layer)
    return _joined(_along(place), layer)


def _joined(one: Told, other: Told) -> Told:
    return Told(en=f"{one.en}, {other.en}", zh=f"{one.zh},{other.zh}")


def _layer(place: Position) -> Told:
    if place.from_above:
        return _ALL_WIDTH if place.layer is None else _FROM_ABOVE[place.layer]
    return _ALL_LAYERS if place.layer is None else _LAYERS[place.layer]


def _by_rows(place: Position, rows: tuple[int, int], layer: Told) -> Told:
    """Count rows: from the doors a crew counts backwards, 倒数, as the goods were stowed."""
    first, last = rows
    origin = _ORIGINS[place.origin]
    numerals = _NUMERALS[first - 1]
    if first == last:
        en = f"{_ORDINALS[first - 1]} row from {origin.en}"
    else:
        en = f"rows {first} to {last} from {origin.en}"
        numerals = f"{numerals}至{_NUMERALS[last - 1]}"
    side = "箱门侧倒数" if place.origin is Origin.DOORS else f"{origin.zh}起"
    joined = "" if place.layer is not None and not place.from_above else ","
    metres = _metres(place)
    return Told(
        en=f"{en}, {layer.en} ({metres.en})",
        zh=f"{side}第{numerals}排{joined}{layer.zh}({metres.zh})",
    )


def _along(place: Position) -> Told:
    if place.full_length:
        return _FULL_LENGTH
    origin = _ORIGINS[place.origin]
    if place.metres is not None:
        metres = _metres(place)
        return Told(en=f"{metres.en} from {origin.en}", zh=f"距{origin.zh}{metres.zh}")
    first, last = place.first_section, place.last_section
    en, numerals = f"part {first} of {SECTIONS} from {origin.en}", _NUMERALS[first - 1]
    if first != last:
        en = f"parts {first} to {last} of {SECTIONS} from {origin.en}"
        numerals = f"{numerals}至{_NUMERALS[last - 1]}"
    return Told(en=en, zh=f"自{origin.zh}起第{numerals}段(全长八等分)")


def _metres(place: Position) -> Told:
    if place.metres is None:
        return Told(en="", zh="")
    first, last = (f"{metre:.1f}" for metre in place.metres)
    if first == last:
        return Told(en=f"{first} m", zh=f"{first}米")
    return Told(en=f"{first} to {last} m", zh=f"{first}至{last}米")
