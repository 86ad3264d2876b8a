"""Pseudo-colours, material colours, the strip of one material, and the energy."""

from typing import Final

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QWidget

from viewer.panes.controls import button, filling_button, row
from viewer.panes.look_section import LookSection
from viewer.pixels.colour import ColourMap, palette
from viewer.pixels.look import Energy, Strip

_SWATCH: Final = QSize(36, 14)


class ColourSection(LookSection):
    """What needs two energies is offered only where the picture has them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.maps = {colours: button(checkable=True, bare=True) for colours in ColourMap}
        for colours, swatch in self.maps.items():
            swatch.setIconSize(_SWATCH)
            swatch.setIcon(_swatch(colours))
            swatch.clicked.connect(self._on_map)
        self.body.addLayout(row(*self.maps.values()))
        self.energies = {energy: filling_button() for energy in Energy}
        self.material = filling_button()
        self._dual = QWidget()
        self._dual.setLayout(row(*self.energies.values(), self.material))
        self.body.addWidget(self._dual)
        self.strips = {strip: filling_button() for strip in Strip}
        self._strip_row = QWidget()
        self._strip_row.setLayout(row(*self.strips.values()))
        self.body.addWidget(self._strip_row)
        for one in (*self.energies.values(), *self.strips.values()):
            one.clicked.connect(self._on_one_of)
        self.material.clicked.connect(self._on_material)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.heading.setText(self.tr("Colours"))
        names = {
            ColourMap.GREY: self.tr("Grey"),
            ColourMap.BONE: self.tr("Cold grey"),
            ColourMap.CIVIDIS: self.tr("Cividis: for every eye"),
            ColourMap.VIRIDIS: self.tr("Viridis"),
            ColourMap.INFERNO: self.tr("Inferno"),
            ColourMap.MAGMA: self.tr("Magma"),
        }
        for colours, swatch in self.maps.items():
            swatch.setToolTip(names[colours])
            swatch.setAccessibleName(names[colours])
        self.energies[Energy.HIGH].setText(self.tr("High energy"))
        self.energies[Energy.LOW].setText(self.tr("Low energy"))
        self.material.setText(self.tr("Material"))
        self.strips[Strip.ALL].setText(self.tr("All"))
        self.strips[Strip.ORGANIC].setText(self.tr("Organic"))
        self.strips[Strip.MIXED].setText(self.tr("Mixed"))
        self.strips[Strip.METAL].setText(self.tr("Metal"))
        for one in self.strips.values():
            one.setToolTip(self.tr("Only this material keeps its colour"))
        self.strips[Strip.ALL].setToolTip(self.tr("All materials keep their colours"))

    def refresh(self) -> None:
        """Bring every control to the look of the moment."""
        look = self.look
        dual = self.picture is not None and self.picture.low is not None
        by_material = dual and look.material
        for colours, swatch in self.maps.items():
            swatch.setChecked(colours is look.colours)
            swatch.setEnabled(not by_material)
        self._dual.setVisible(dual)
        for energy, one in self.energies.items():
            one.setChecked(energy is look.energy)
        self.material.setChecked(look.material)
        self._strip_row.setVisible(by_material)
        for strip, one in self.strips.items():
            one.setChecked(strip is look.strip)

    def _on_map(self) -> None:
        pressed = self.sender()
        for colours, swatch in self.maps.items():
            swatch.setChecked(swatch is pressed)
            if swatch is pressed:
                self.choose(colours=colours)

    def _on_one_of(self) -> None:
        """Keep the pressed button of a row down, and the others up."""
        pressed = self.sender()
        for energy, one in self.energies.items():
            if one is pressed:
                self.choose(energy=energy)
        for strip, one in self.strips.items():
            if one is pressed:
                self.choose(strip=strip)
        self.show_look(self.look, self.picture)

    def _on_material(self) -> None:
        self.choose(material=self.material.isChecked())


def _swatch(colours: ColourMap) -> QIcon:
    """Return a map as a small picture, dense to the left."""
    bgra = np.ascontiguousarray(np.broadcast_to(palette(colours), (_SWATCH.height(), 256, 4)))
    image = QImage(bgra.data, 256, _SWATCH.height(), QImage.Format.Format_RGB32)
    return QIcon(QPixmap.fromImage(image.copy()).scaled(_SWATCH))
