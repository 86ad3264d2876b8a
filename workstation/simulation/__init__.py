"""Phantom scanners, cargo and sites with physics and known truth, for demo and training."""

from workstation.simulation.container import ContainerBuild, ContainerSize, ContainerSpec
from workstation.simulation.goods import GoodsKind
from workstation.simulation.hidden import HiddenKind, HiddenLoad, HiddenTruth
from workstation.simulation.kinds import find_kind, kinds
from workstation.simulation.phantom import SimulatedScan, Truth, simulate_scan
from workstation.simulation.site import SiteProfile, demo_sites

__all__ = [
    "ContainerBuild",
    "ContainerSize",
    "ContainerSpec",
    "GoodsKind",
    "HiddenKind",
    "HiddenLoad",
    "HiddenTruth",
    "SimulatedScan",
    "SiteProfile",
    "Truth",
    "demo_sites",
    "find_kind",
    "kinds",
    "simulate_scan",
]
