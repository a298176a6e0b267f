"""The score in the window: engraved beside the event loop, painted, followed while it plays, printed."""
