"""Small widgets that every page of the window uses."""
