"""What the link tells comes to all listeners of the window in one call."""

import threading

from PySide6.QtCore import QEvent, QObject, Slot

from ui.link_news import HubNews

NEWS = HubNews(silent_since=1.0, unsent=3)


class Listener(QObject):
    """Notes what it heard, and whether that came as an event of its own."""

    def __init__(self):
        super().__init__()
        self.heard, self.events = [], 0

    @Slot(object)
    def on_news(self, news):
        if news is NEWS:
            self.heard.append(threading.current_thread())

    def event(self, event):
        self.events += event.type() == QEvent.Type.MetaCall
        return super().event(event)


def test_one_news_is_one_call_for_all_listeners(qtbot, open_desk):
    """Else a key or a paint may fall between two of them, and find the desk half signed out."""
    desk = open_desk(officer=None)
    listeners = [Listener(), Listener()]
    for listener in listeners:
        desk.link.news.connect(listener.on_news)

    teller = threading.Thread(target=desk.link._tell, args=(NEWS,))  # noqa: SLF001 - as its worker does
    teller.start()
    teller.join(10)

    assert [listener.heard for listener in listeners] == [[], []]
    qtbot.waitUntil(lambda: all(listener.heard for listener in listeners), timeout=8000)
    here = threading.current_thread()
    assert [listener.heard for listener in listeners] == [[here], [here]]
    assert [listener.events for listener in listeners] == [0, 0]
