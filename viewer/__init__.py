"""Pixels on a screen: hand it arrays; it knows no database, queue or officer."""
