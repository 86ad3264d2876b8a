"""Widgets that show pictures; importing one brings pyqtgraph, so do it after the first window."""
