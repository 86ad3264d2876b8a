"""The simulator's kinds of goods in groups that look alike under the beam, chosen by hand.

What an officer would call "could be either" stands together: the same package, stacking and
thickness, whatever the HS code. A false declaration within a group is the hard case; across groups
nearly any method notices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

GROUPS: Mapping[str, Sequence[str]] = {
    # Thin grey cartons up to the roof; only what is inside the carton differs.
    "light cartons": ("clothing", "footwear", "toys", "led_lamps"),
    # Cartons with frames, motors and boards inside.
    "devices in cartons": ("small_appliances", "monitors", "bicycle_parts"),
    # Small, dense cartons on pallets, which stop at the payload far below the roof.
    "dense cartons": ("books", "copy_paper", "tableware", "fasteners"),
    # Liquid in upright cylinders, in trays on pallets.
    "bottles and cans": ("canned_food", "wine", "beer"),
    # Watery goods in low cartons, in a reefer with its own walls and cooling unit.
    "reefer cartons": ("frozen_beef", "frozen_fish", "oranges", "bananas"),
    # Lying sacks, stowed by hand, wavy seams.
    "sacks": ("rice", "sugar", "coffee", "tea", "fertiliser", "charcoal"),
    # Round-shouldered bags a metre high.
    "big bags": ("cocoa", "granulate"),
    # No items, a heap or a level.
    "bulk and liquid": ("maize", "slag", "ore", "edible_oil"),
    # Rows of upright vessels.
    "drums and tanks": ("lubricant", "resin_drums", "chemicals_ibc"),
    # Round ends beside one another, with a core.
    "rolls and reels": ("kraft_paper", "carpets", "cables"),
    # Long flat or round wood in layers.
    "wood and boards": ("sawn_timber", "logs", "plywood", "furniture_flat"),
    # Pressed cubes with wires.
    "bales": ("cotton", "waste_paper", "plastic_scrap", "worn_clothing"),
    # Mineral plates and blocks: dark, low, sharp edges.
    "stone and glass": (
        "tiles",
        "granite_slabs",
        "granite_blocks",
        "float_glass",
        "solar_panels",
    ),
    # Metal too dense to look through, alone on the floor.
    "coils": ("steel_coils", "wire_rod"),
    "bars and ingots": ("steel_pipes", "steel_bars", "aluminium_ingots", "copper_cathodes"),
    # Irregular iron with gaps.
    "machines and pieces": ("machinery", "engines", "auto_parts", "metal_scrap", "e_waste"),
    "tyres": ("tyres", "used_tyres"),
    "vehicles": ("cars", "motorcycles"),
    "white goods": ("refrigerators", "washing_machines"),
    # Much air between thin things of many sizes.
    "bulky and light": ("furniture", "mattresses", "groupage"),
}
"""Group -> kinds of `workstation.simulation.kinds`; the empty container looks like nothing else."""

GROUP_OF: Mapping[str, str] = {kind: group for group, kinds in GROUPS.items() for kind in kinds}


def look_alikes(kind: str) -> tuple[str, ...]:
    """Return the other kinds of a kind's group."""
    return tuple(other for other in GROUPS[GROUP_OF[kind]] if other != kind)


def ordered(kinds: Sequence[str]) -> tuple[str, ...]:
    """Return kinds so that look-alikes stand beside each other."""
    wanted = set(kinds)
    return tuple(kind for group in GROUPS.values() for kind in group if kind in wanted)


def folds(kinds: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return two halves of the kinds; every second one of each group is in either half."""
    first = {kind for group in GROUPS.values() for kind in group[::2]}
    return (
        tuple(kind for kind in ordered(kinds) if kind in first),
        tuple(kind for kind in ordered(kinds) if kind not in first),
    )


def few(count: int) -> tuple[str, ...]:
    """Return so many kinds for a quick look: three look-alikes of a group, then of the next."""
    chosen: list[str] = []
    for name in dict.fromkeys(("sacks", "bales", "light cartons", "bars and ingots", *GROUPS)):
        chosen += GROUPS[name][:3]
    rest = [kind for kind in GROUP_OF if kind not in chosen]
    return ordered([*chosen, *rest][:count])


def unlike(turn: int) -> tuple[str, ...]:
    """Return one kind of each group; each turn takes the next one of every group."""
    return tuple(kinds[turn % len(kinds)] for kinds in GROUPS.values())
