"""Albums in the window: planned, written one song after the other, kept as songs of their own."""
