"""What the two energies tell about the place under the cursor, in words and never an element's."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from viewer.picture import Picture
from viewer.pixels.geometry import Place
from viewer.pixels.look import Look
from viewer.pixels.material import REACH
from viewer.pixels.material_certainty import MaterialClass
from viewer.pixels.material_reading import MaterialReading, read_material
from viewer.pixels.material_scale import MaterialScale, general_scale


class MaterialWords(QLabel):
    """Says class, confidence and areal density while material colours are shown."""

    def __init__(self, colour: str, doubtful: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = (colour, doubtful)
        self._picture: Picture | None = None
        self._place: Place | None = None
        self._wanted = self._doubts = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._ink()
        self.hide()

    def follow(self, picture: Picture | None, look: Look) -> None:
        """Follow the pane's look."""
        self._wanted = look.material
        self.point(picture, self._place)

    def point(self, picture: Picture | None, place: Place | None) -> None:
        """Say what is at a place [full-resolution pixels], or nothing."""
        self._picture, self._place = picture, place
        reading = None
        if self._wanted and picture is not None and place is not None:
            reading = reading_at(picture, place)
        self.setText("" if reading is None else self._words(reading))
        self.setVisible(bool(self.text()))
        doubts = reading is not None and (reading.alike is not None or not reading.calibrated)
        if doubts != self._doubts:
            self._doubts = doubts
            self._ink()

    def changeEvent(self, event: QEvent) -> None:
        """Say it again in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.point(self._picture, self._place)
        super().changeEvent(event)

    def _ink(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(self._colours[self._doubts]))
        self.setPalette(palette)

    def _words(self, reading: MaterialReading) -> str:
        parts = [self._class_words(reading)]
        if reading.g_cm2 is not None:
            amount = f"{reading.g_cm2:.0f}" if reading.g_cm2 >= 10 else f"{reading.g_cm2:.1f}"
            words = self.tr("{} g/cm²") if reading.calibrated else self.tr("some {} g/cm²")
            parts.append(words.format(amount))
        return " · ".join(parts)

    def _class_words(self, reading: MaterialReading) -> str:
        names = {
            MaterialClass.ORGANIC: self.tr("organic"),
            MaterialClass.MIXED: self.tr("mixed"),
            MaterialClass.METAL: self.tr("metal"),
        }
        if reading.material is MaterialClass.UNSURE:
            return self.tr("material: cannot tell")
        # No class is ever certain: 100 % would say that.
        share = f"{min(reading.confidence, 0.99):.0%}"
        if reading.alike is None:
            return self.tr("{} {}").format(names[reading.material], share)
        return self.tr("{} {}, could be {}").format(
            names[reading.material], share, names[reading.alike]
        )


def reading_at(picture: Picture, place: Place) -> MaterialReading | None:
    """Return the reading of the 5 x 5 pixels about a place, or None beside the picture."""
    if picture.low is None:
        return None
    row, column = (int(value // picture.reduced) for value in place)
    rows, columns = picture.high.shape
    if not (0 <= row < rows and 0 <= column < columns):
        return None
    about = (
        slice(max(row - REACH, 0), row + REACH + 1),
        slice(max(column - REACH, 0), column + REACH + 1),
    )
    return read_material(picture.high[about], picture.low[about], scale_of(picture))


def scale_of(picture: Picture) -> MaterialScale:
    """Return what tells materials apart in a picture: its own scale or the general one."""
    return picture.material or general_scale(*picture.energies_mev)
