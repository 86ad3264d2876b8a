"""Joins the photos of a case to an open desk: thumbnails, viewer, command."""

from PySide6.QtCore import QObject, Slot

from ui.desk.photo_viewer import PhotoViewer
from ui.desk.seeing import Cover
from ui.jobs import Jobs, LatestOnly
from ui.main_window import MainWindow
from ui.photo_images import DecodePhoto, decode_here, photo_image, thumbnails
from workstation.domain.photo import Photo, Photos


class PhotoDesk(QObject):
    """Decodes photos off the Qt thread and lets them be looked at over the scan.

    While they cover the scan nothing of it counts as seen, and nothing is decided.

    Parameters
    ----------
    decode : callable
        Decodes one photo; any process may do it.
    """

    def __init__(
        self,
        window: MainWindow,
        *,
        decode: DecodePhoto = decode_here,
    ) -> None:
        super().__init__(window)
        self._decode_photo = decode
        self._window = window
        page = window.desk
        self._strip = page.declaration_panel.photos
        self._jobs = Jobs("photos")
        self._thumbs, self._full = LatestOnly(self._jobs, self), LatestOnly(self._jobs, self)
        self.viewer = PhotoViewer(page, page.panes)
        self._strip.changed.connect(self._on_photos)
        self._strip.opened.connect(self.open)
        self._thumbs.answered.connect(self._strip.show_images)
        self._full.answered.connect(self.viewer.show_image)
        self.viewer.wanted.connect(self._decode)
        self.viewer.covers.connect(self._on_covered)
        self.viewer.let_through = [window.commands["desk.settings"]]
        window.commands.connect_to("papers.photos", self.look)

    def stop(self) -> None:
        """End the decoding thread."""
        self._jobs.stop()

    @Slot()
    def look(self) -> None:
        """Look at the photos of the case that is shown, or say that there are none."""
        if self.viewer.is_open:
            self.viewer.close_photos()
        elif self._strip.photos.pictures:
            self.open(0)
        else:
            self._window.status.say(lambda: self.tr("No photos came with this case"))

    @Slot(int)
    def open(self, at: int) -> None:
        """Look at one of the photos."""
        self.viewer.own_keys = self._window.commands["papers.photos"].shortcuts()
        self.viewer.open(self._strip.photos, at)

    @Slot(object)
    def _on_photos(self, photos: Photos) -> None:
        self.viewer.close_photos()
        pictures = photos.pictures
        self._thumbs.ask(lambda: thumbnails(pictures, self._decode_photo))

    @Slot(object)
    def _decode(self, photo: Photo) -> None:
        self._full.ask(lambda: photo_image(photo, self._decode_photo))

    @Slot(bool)
    def _on_covered(self, covered: bool) -> None:  # noqa: FBT001 - a Qt slot of covers(bool)
        window = self._window
        window.coverage.set_covered(covered=covered)
        if covered:
            window.controller.cover(Cover.PHOTOS)
        else:
            window.controller.uncover(Cover.PHOTOS)
