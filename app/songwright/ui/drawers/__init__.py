"""Drawers of the window: sections, takes and tunes, the library."""
