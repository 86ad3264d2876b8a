"""How counts become colours: numpy and OpenCV only, so that doors and reports draw as panes do."""
