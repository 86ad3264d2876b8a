"""Monitors as Qt tells of them; asked when a screen tells of a change, never while painting."""

from PySide6.QtGui import QGuiApplication, QScreen

from workstation.domain.monitors import Monitor


def monitor_of(screen: QScreen) -> Monitor:
    """Return what Qt knows of the monitor behind a screen."""
    ratio, size, physical = screen.devicePixelRatio(), screen.size(), screen.physicalSize()
    return Monitor(
        maker=screen.manufacturer(),
        model=screen.model(),
        serial=screen.serialNumber(),
        port=screen.name(),
        size_mm=(physical.width(), physical.height()),
        size_px=(round(size.width() * ratio), round(size.height() * ratio)),
        pixel_ratio=ratio,
    )


def monitors_there() -> tuple[Monitor, ...]:
    """Return all that are there, the one of the taskbar first."""
    return tuple(monitor_of(screen) for screen in QGuiApplication.screens())
