"""Densities of what containers, trucks and goods are built of [kg/m³]; handbook values."""

from typing import Final

STEEL: Final = 7850.0
ALUMINIUM: Final = 2700.0
GLASS: Final = 2500.0
RUBBER: Final = 1150.0
PLASTIC: Final = 950.0
PLYWOOD: Final = 650.0
FOAM: Final = 45.0
