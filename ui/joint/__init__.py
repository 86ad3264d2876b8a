"""Two desks at one difficult picture: one officer shows the open case, others look in and point."""
