"""The table of goods: HS codes, names, packing, densities and materials.

Densities are those of the packed goods as shippers state them, rounded; HS headings are those of
the Harmonized System 2022. `prohibited` follows China's list of solid wastes not to be imported.
"""

from functools import lru_cache
from typing import Final

from workstation.simulation.goods import GoodsKind, Packing, Range
from workstation.simulation.textures import Inside

_PAPER: Final = {"cellulose": 1.0}
_PLASTIC: Final = {"polyethylene": 1.0}
_IRON: Final = {"iron": 1.0}
_STONE: Final = {"glass_sio2": 0.7, "calcium_carbonate": 0.3}
_WATERY: Final = {"water": 0.85, "cellulose": 0.15}
_DEVICE: Final = {"polyethylene": 0.5, "iron": 0.35, "copper": 0.15}


def _box(length: Range, height: Range, depth: Range) -> dict[str, Range]:
    return {"length": length, "height": height, "depth": depth}


_CARTON: Final = _box((0.35, 0.62), (0.22, 0.45), (0.3, 0.5))
_SMALL: Final = _box((0.25, 0.42), (0.18, 0.3), (0.22, 0.36))


def _goods(
    name: str, hs: str, title: str, title_zh: str, packing: Packing, density: Range,
    materials: dict[str, float], figures: dict[str, Range] | None = None,
    inside: tuple[Inside, ...] = (Inside.EVEN,), package: str = "CT",
    *, prohibited: bool = False, cold: bool = False,
) -> GoodsKind:  # fmt: skip
    return GoodsKind(
        name=name, hs=hs, title=title, title_zh=title_zh, packing=packing, density=density,
        materials=materials, figures=figures or {}, inside=inside, package_kind=package,
        prohibited=prohibited, cold=cold,
    )  # fmt: skip


_P: Final = Packing
_I: Final = Inside


@lru_cache(maxsize=1)
def kinds() -> tuple[GoodsKind, ...]:
    """Return every kind of goods, in a fixed order."""
    return (*_cartons(), *_food(), *_materials(), *_metal(), *_machines(), *_wastes(), *_others())


def find_kind(name: str) -> GoodsKind:
    """Return the kind of that name.

    Raises
    ------
    ValueError
        If there is none; the message lists the known names.
    """
    for kind in kinds():
        if kind.name == name:
            return kind
    known = ", ".join(kind.name for kind in kinds())
    raise ValueError(f"no kind of goods is called {name!r}; known are {known}")


def _cartons() -> tuple[GoodsKind, ...]:
    return (
        _goods("clothing", "61091000", "T-shirts of cotton", "棉制T恤衫", _P.CARTONS, (150, 300),
            _PAPER, _CARTON, (_I.SOFT, _I.LAYERS)),
        _goods("footwear", "64039900", "Leather footwear", "皮鞋", _P.CARTONS, (110, 190),
            {"rubber": 0.6, "cellulose": 0.4}, _CARTON, (_I.SUB_BOXES, )),
        _goods("toys", "95030060", "Toys of plastic", "塑料玩具", _P.CARTONS, (80, 150), _PLASTIC,
            _CARTON, (_I.SUB_BOXES, _I.SOFT)),
        _goods("monitors", "85285200", "Monitors", "液晶显示器", _P.PALLETS, (170, 300), _DEVICE,
            _box((0.4, 0.65), (0.4, 0.5), (0.13, 0.2)), (_I.DEVICE, _I.UPRIGHT)),
        _goods("small_appliances", "85167100", "Kettles and coffee makers", "电热水壶及咖啡机",
            _P.CARTONS, (130, 240), _DEVICE, _CARTON, (_I.DEVICE, )),
        _goods("books", "49019900", "Printed books", "印刷书籍", _P.PALLETS, (620, 820), _PAPER,
            _SMALL, (_I.LAYERS, _I.SUB_BOXES)),
        _goods("copy_paper", "48025600", "Copy paper, A4", "复印纸", _P.PALLETS, (740, 860),
            _PAPER, _box((0.29, 0.33), (0.22, 0.28), (0.21, 0.24)), (_I.LAYERS, )),
        _goods("tableware", "69111019", "Porcelain tableware", "瓷餐具", _P.CARTONS, (450, 700),
            _STONE, _SMALL, (_I.LAYERS, _I.CYLINDERS)),
        _goods("furniture_flat", "94035010", "Bedroom furniture of wood, flat-packed",
            "卧室木家具(板式)", _P.CARTONS, (420, 620), _PAPER, _box((0.9, 2.1), (0.08, 0.2),
            (0.4, 0.7)), (_I.LAYERS, )),
        _goods("bicycle_parts", "87149100", "Bicycle frames and forks", "自行车车架", _P.CARTONS,
            (140, 260), {"aluminium": 0.5, "iron": 0.5}, _box((0.6, 1.0), (0.2, 0.35), (0.4,
            0.6)), (_I.DEVICE, )),
        _goods("led_lamps", "94054210", "LED lamps", "LED灯具", _P.CARTONS, (90, 170),
            {"aluminium": 0.4, "polyethylene": 0.6}, _SMALL, (_I.SUB_BOXES, _I.CYLINDERS)),
    )  # fmt: skip


def _food() -> tuple[GoodsKind, ...]:
    fruit = _box((0.38, 0.6), (0.2, 0.32), (0.3, 0.4))
    return (
        _goods("canned_food", "20057000", "Olives in cans", "罐头橄榄", _P.PALLETS, (780, 1000),
            {"water": 0.85, "iron": 0.15}, _SMALL, (_I.CYLINDERS, )),
        _goods("wine", "22042100", "Wine in bottles", "瓶装葡萄酒", _P.PALLETS, (620, 800),
            {"water": 0.6, "glass_sio2": 0.4}, _box((0.3, 0.34), (0.3, 0.34), (0.22, 0.26)),
            (_I.CYLINDERS, )),
        _goods("beer", "22030000", "Beer in bottles", "瓶装啤酒", _P.PALLETS, (680, 820),
            {"water": 0.65, "glass_sio2": 0.35}, _box((0.38, 0.42), (0.24, 0.28), (0.28, 0.32)),
            (_I.CYLINDERS, )),
        _goods("frozen_beef", "02023000", "Frozen boneless beef", "冻去骨牛肉", _P.CARTONS, (820,
            960), _WATERY, _box((0.5, 0.6), (0.14, 0.2), (0.36, 0.42)), (_I.SOFT, _I.EVEN),
            cold=True),
        _goods("frozen_fish", "03033190", "Frozen fish", "冻鱼", _P.PALLETS, (700, 880), _WATERY,
            _box((0.5, 0.6), (0.1, 0.16), (0.34, 0.4)), (_I.LAYERS, _I.SOFT), cold=True),
        _goods("oranges", "08051000", "Oranges", "鲜橙", _P.PALLETS, (420, 540), _WATERY, fruit,
            (_I.ROUND, ), cold=True),
        _goods("bananas", "08039000", "Bananas", "鲜香蕉", _P.PALLETS, (330, 420), _WATERY, fruit,
            (_I.SOFT, ), cold=True),
        _goods("rice", "10063020", "Rice in sacks", "袋装大米", _P.SACKS, (760, 840), _PAPER,
            {"length": (0.75, 0.9), "height": (0.13, 0.18), "depth": (0.45, 0.55)}, package="BG"),

        _goods("sugar", "17019910", "Sugar in sacks", "袋装白砂糖", _P.SACKS, (820, 900), _PAPER,
            {"length": (0.7, 0.85), "height": (0.14, 0.2), "depth": (0.45, 0.52)}, package="BG"),
        _goods("coffee", "09011100", "Coffee beans in jute sacks", "生咖啡豆", _P.SACKS, (560,
            660), _PAPER, {"length": (0.85, 1.0), "height": (0.2, 0.26), "depth": (0.55, 0.7)},
            package="BG"),
        _goods("tea", "09024090", "Black tea in paper sacks", "红茶", _P.SACKS, (330, 430), _PAPER,
            {"length": (0.7, 0.85), "height": (0.18, 0.24), "depth": (0.42, 0.5)}, package="BG"),
        _goods("cocoa", "18010000", "Cocoa beans in big bags", "可可豆(吨袋)", _P.BIG_BAGS, (520,
            600), _PAPER, {"radius": (0.34, 0.55), "height": (1.0, 1.5), "corners": (2.0, 2.6)},
            package="BG", cold=True),
        _goods("maize", "10059000", "Maize in bulk", "散装玉米", _P.BULK, (700, 780), _PAPER,
            {"lump": (0.5, 0.9)}, package="VR"),
        _goods("edible_oil", "15121100", "Sunflower oil in a flexitank", "葵花籽油(液袋)",
            _P.FLEXITANK, (910, 925), _PLASTIC, package="VL"),
    )  # fmt: skip


def _materials() -> tuple[GoodsKind, ...]:
    return (
        _goods("granulate", "39012000", "Polyethylene granulate in big bags", "聚乙烯粒子(吨袋)",
            _P.BIG_BAGS, (560, 620), _PLASTIC, {"radius": (0.42, 0.56), "height": (1.0, 1.7),
            "corners": (2.0, 3.2)}, package="BG"),
        _goods("fertiliser", "31021000", "Urea in sacks", "袋装尿素", _P.SACKS, (720, 800),
            {"cellulose": 1.0}, {"length": (0.6, 0.75), "height": (0.12, 0.16), "depth": (0.4,
            0.48)}, package="BG"),
        _goods("charcoal", "44029000", "Charcoal in sacks", "木炭", _P.SACKS, (230, 340),
            {"carbon": 1.0}, {"length": (0.5, 0.8), "height": (0.14, 0.2), "depth": (0.38, 0.48)},
            package="BG"),
        _goods("lubricant", "27101991", "Lubricating oil in steel drums", "润滑油(铁桶)",
            _P.DRUMS, (850, 900), _PLASTIC, {"radius": (0.285, 0.3), "height": (0.85, 0.9),
            "shell": (0.0010, 0.0012)}, package="DR"),
        _goods("resin_drums", "39095000", "Resins in plastic drums", "树脂(塑料桶)", _P.DRUMS,
            (1000, 1150), {"polyethylene": 0.8, "cellulose": 0.2}, {"radius": (0.2, 0.3),
            "height": (0.6, 0.95), "shell": (0.0, 0.0)}, package="DR"),
        _goods("chemicals_ibc", "29151100", "Formic acid in IBC", "甲酸(IBC桶)", _P.TANKS, (1000,
            1200), {"water": 0.7, "cellulose": 0.3}, {"level": (0.85, 0.97)}, package="IB"),
        _goods("kraft_paper", "48041100", "Kraft paper on rolls", "牛皮纸卷", _P.ROLLS, (680,
            850), _PAPER, {"radius": (0.4, 0.64), "height": (0.75, 1.3), "core": (0.04, 0.08)},
            package="RO"),
        _goods("sawn_timber", "44071190", "Sawn pine", "松木板材", _P.TIMBER, (470, 580), _PAPER,
            {"height": (0.022, 0.055), "depth": (0.1, 0.2), "length": (2.4, 5.8)}, package="BE"),
        _goods("logs", "44034900", "Logs of tropical wood", "热带原木", _P.LOGS, (700, 950),
            _PAPER, {"radius": (0.15, 0.36), "length": (2.2, 5.7)}, package="NE"),
        _goods("plywood", "44123300", "Plywood", "胶合板", _P.BLOCKS, (580, 700), _PAPER,
            {"length": (2.3, 2.5), "height": (0.5, 0.95), "depth": (1.1, 1.2), "layers": (12,
            40)}, package="PK"),
        _goods("cotton", "52010000", "Cotton in bales", "棉花包", _P.BALES, (380, 480), _PAPER,
            {"length": (0.5, 0.6), "height": (0.8, 0.95), "depth": (1.1, 1.4), "wires": (6, 9)},
            package="BL"),
        _goods("tiles", "69072190", "Ceramic tiles", "瓷砖", _P.PALLETS, (1500, 1850), _STONE,
            _box((0.4, 0.62), (0.28, 0.62), (0.06, 0.1)), (_I.UPRIGHT, _I.EVEN), "PX"),
        _goods("granite_slabs", "68029390", "Granite slabs", "花岗岩石板", _P.SLABS, (2600, 2750),
            _STONE, {"length": (1.8, 3.0), "height": (1.2, 1.9), "thick": (0.02, 0.03)},
            package="CR"),
        _goods("granite_blocks", "25161200", "Granite blocks", "花岗岩荒料", _P.BLOCKS, (2600,
            2750), _STONE, {"length": (1.0, 2.4), "height": (0.8, 1.4), "depth": (0.9, 1.4),
            "rough": (0.5, 1.0)}, package="NE"),
        _goods("float_glass", "70052900", "Float glass in crates", "浮法玻璃", _P.SLABS, (2450,
            2520), {"glass_sio2": 1.0}, {"length": (1.6, 2.5), "height": (1.3, 2.1),
            "thick": (0.004, 0.01)}, package="CR"),
        _goods("carpets", "57033100", "Carpets on rolls", "簇绒地毯卷", _P.ROLLS, (160, 280),
            {"polyethylene": 0.8, "cellulose": 0.2}, {"radius": (0.12, 0.2), "height": (3.5, 4.1),
            "core": (0.03, 0.05), "lying": (1, 1)}, package="RO"),
    )  # fmt: skip


def _metal() -> tuple[GoodsKind, ...]:
    return (
        _goods("steel_coils", "72083990", "Hot-rolled steel coils", "热轧卷板", _P.COILS, (7000,
            7600), _IRON, {"radius": (0.45, 0.75), "bore": (0.25, 0.3), "width": (0.9, 1.5)},
            package="CL"),
        _goods("wire_rod", "72139100", "Wire rod in coils", "线材盘条", _P.COILS, (2400, 3200),
            _IRON, {"radius": (0.55, 0.65), "bore": (0.38, 0.44), "width": (0.8, 1.5),
            "loose": (1, 1)}, package="CL"),
        _goods("steel_pipes", "73063090", "Welded steel pipes", "焊接钢管", _P.BARS, (7800, 7850),
            _IRON, {"radius": (0.02, 0.11), "wall": (0.003, 0.008), "length": (5.5, 5.8)},
            package="BE"),
        _goods("steel_bars", "72142000", "Reinforcing bars", "螺纹钢", _P.BARS, (7800, 7850),
            _IRON, {"radius": (0.006, 0.016), "wall": (0.0, 0.0), "length": (5.6, 5.8),
            "bundle": (0.1, 0.16)}, package="BE"),
        _goods("aluminium_ingots", "76011090", "Aluminium ingots", "铝锭", _P.INGOTS, (2650,
            2700), {"aluminium": 1.0}, {"length": (0.65, 0.75), "height": (0.08, 0.11),
            "depth": (0.1, 0.15), "layers": (5, 8)}, package="BE"),
        _goods("copper_cathodes", "74031111", "Copper cathodes", "电解铜", _P.INGOTS, (8800,
            8920), {"copper": 1.0}, {"length": (0.92, 1.0), "height": (0.012, 0.018),
            "depth": (0.92, 1.0), "layers": (14, 26)}, package="BE"),
        _goods("cables", "85444929", "Electric cable on reels", "电缆盘", _P.REELS, (2300, 3200),
            {"copper": 0.6, "polyethylene": 0.4}, {"radius": (0.35, 0.85), "width": (0.5, 0.95)},
            package="RL"),
        _goods("fasteners", "73181590", "Bolts and nuts in cartons", "螺栓螺母", _P.PALLETS,
            (2300, 3000), _IRON, _box((0.26, 0.34), (0.14, 0.2), (0.2, 0.3)), (_I.EVEN,
            _I.SUB_BOXES), "PX"),
    )  # fmt: skip


def _machines() -> tuple[GoodsKind, ...]:
    return (
        _goods("machinery", "84798999", "Industrial machinery", "工业机械设备", _P.MACHINES, (400,
            900), _IRON, {"size": (1.2, 2.6)}, package="NE"),
        _goods("engines", "84082010", "Diesel engines in frames", "柴油发动机", _P.MACHINES, (900,
            1500), {"iron": 0.8, "aluminium": 0.2}, {"size": (0.8, 1.2)}, package="PX"),
        _goods("auto_parts", "87089999", "Vehicle parts in steel boxes", "汽车零件", _P.PIECES,
            (500, 900), {"iron": 0.8, "aluminium": 0.2}, {"size": (0.1, 0.35), "crate": (1, 1)},
            package="PX"),
        _goods("tyres", "40112000", "Truck tyres", "卡车轮胎", _P.TYRES, (1100, 1180),
            {"rubber": 0.85, "iron": 0.15}, {"radius": (0.31, 0.53), "width": (0.2, 0.31)},
            package="NE"),
        _goods("cars", "87032343", "Passenger cars", "小轿车", _P.VEHICLES, (1, 1), _IRON,
            {"length": (4.0, 4.8), "height": (1.42, 1.7)}, package="NE"),
        _goods("motorcycles", "87112010", "Motorcycles in frames", "摩托车", _P.CYCLES, (1, 1),
            _IRON, {"length": (1.7, 2.05), "height": (0.95, 1.1)}, package="CR"),
        _goods("refrigerators", "84181020", "Refrigerators", "电冰箱", _P.APPLIANCES, (1, 1),
            _DEVICE, {"length": (0.6, 0.72), "height": (1.4, 1.85), "depth": (0.6, 0.72),
            "cold": (1, 1)}),
        _goods("washing_machines", "84501190", "Washing machines", "洗衣机", _P.APPLIANCES, (1,
            1), _DEVICE, {"length": (0.62, 0.68), "height": (0.86, 0.92), "depth": (0.6, 0.68),
            "cold": (0, 0)}),
        _goods("solar_panels", "85414300", "Solar panels", "太阳能电池板", _P.PALLETS, (480, 560),
            {"glass_sio2": 0.75, "aluminium": 0.25}, _box((1.7, 2.0), (1.0, 1.15), (1.0, 1.13)),
            (_I.UPRIGHT, _I.LAYERS), "PX"),
    )  # fmt: skip


def _wastes() -> tuple[GoodsKind, ...]:
    return (
        _goods("waste_paper", "47071000", "Waste paper in bales", "废纸", _P.BALES, (420, 600),
            _PAPER, {"length": (1.0, 1.25), "height": (0.72, 1.1), "depth": (1.0, 1.15),
            "wires": (4, 6), "rough": (1, 1)}, package="BL", prohibited=True),
        _goods("plastic_scrap", "39151000", "Plastic scrap in bales", "废塑料", _P.BALES, (220,
            420), _PLASTIC, {"length": (1.0, 1.2), "height": (0.7, 1.05), "depth": (0.75, 1.1),
            "wires": (4, 6), "rough": (2, 2)}, package="BL", prohibited=True),
        _goods("worn_clothing", "63090000", "Worn clothing in bales", "旧衣物", _P.BALES, (280,
            400), _PAPER, {"length": (0.6, 0.8), "height": (0.4, 0.55), "depth": (0.4, 0.6),
            "wires": (3, 4), "rough": (1, 1)}, package="BL", prohibited=True),
        _goods("metal_scrap", "72044900", "Ferrous scrap, loose", "废钢铁", _P.PIECES, (700,
            1300), _IRON, {"size": (0.08, 0.5), "crate": (0, 0)}, package="VR", prohibited=True),
        _goods("e_waste", "85491100", "Electronic waste, loose", "电子废物", _P.PIECES, (250,
            500), {"iron": 0.45, "polyethylene": 0.35, "copper": 0.2}, {"size": (0.08, 0.4),
            "crate": (0, 0), "mixed": (1, 1)}, package="VR", prohibited=True),
        _goods("used_tyres", "40122020", "Used tyres, loose", "旧轮胎", _P.TYRES, (1100, 1180),
            {"rubber": 0.88, "iron": 0.12}, {"radius": (0.27, 0.36), "width": (0.16, 0.24),
            "loose": (1, 1)}, package="NE", prohibited=True),
        _goods("slag", "26190000", "Slag in bulk", "矿渣", _P.BULK, (1500, 2100),
            {"glass_sio2": 0.5, "iron": 0.3, "calcium_carbonate": 0.2}, {"lump": (2.5, 6.0)},
            package="VR", prohibited=True),
    )  # fmt: skip


def _others() -> tuple[GoodsKind, ...]:
    return (
        _goods("ore", "26011110", "Iron ore in bulk", "铁矿石", _P.BULK, (2200, 2700),
            {"iron": 0.65, "glass_sio2": 0.35}, {"lump": (0.8, 2.5)}, package="VR"),
        _goods("furniture", "94016110", "Upholstered seats", "软体沙发", _P.FURNITURE, (60, 110),
            _PAPER, {"length": (0.9, 2.1), "height": (0.75, 0.95), "depth": (0.85, 0.95)},
            package="PK"),
        _goods("mattresses", "94042100", "Mattresses", "床垫", _P.FURNITURE, (35, 70), _PLASTIC,
            {"length": (0.2, 0.3), "height": (1.4, 2.0), "depth": (1.9, 2.1), "springs": (1, 1)},
            package="PK"),
        _goods("groupage", "98010000", "Household goods and groupage", "拼箱杂货", _P.MIXED, (120,
            350), _PAPER, _CARTON, package="PK"),
        _goods("empty", "86090090", "Empty container", "空箱", _P.NOTHING, (0, 0), _PAPER,
            package="NE"),
    )  # fmt: skip
