"""What stands in a graphics scene: the scan itself, and what is drawn over it."""
