"""The container's parts over a picture: which there are, and what they are called."""

from PySide6.QtCore import QObject

from viewer.items.structure_item import StructureItem, StructureWords
from viewer.picture import Picture
from viewer.structure import Structure, structure


class ContainerParts(QObject):
    """Shows floor, roof, ends, sections and layers of the container of a picture."""

    def __init__(self, item: StructureItem, parent: QObject) -> None:
        super().__init__(parent)
        self._item = item

    def show_in(self, picture: Picture | None, *, wanted: bool) -> bool:
        """Show the parts where they are wanted, else none; False: wanted, and not found."""
        box = None if picture is None or not wanted else picture.container
        if box is not None or self._item.isVisible():
            self._item.setVisible(box is not None)
            if picture is None or box is None:
                self._item.set_structure(None, StructureWords())
            else:
                found = structure(box, picture.pitch_mm)
                self._item.set_structure(found, self._words(found))
        return box is not None or not wanted

    def _words(self, found: Structure) -> StructureWords:
        length = "" if found.length_mm is None else f"{found.length_mm / 1000:.2f} m"
        if found.nominal is not None:
            length = self.tr("{} measured, {} ft").format(length, found.nominal.value)
        return StructureWords(
            floor=self.tr("floor"),
            roof=self.tr("roof"),
            end=self.tr("end"),
            layers=(self.tr("top"), self.tr("middle"), self.tr("bottom")),
            length=length,
        )
