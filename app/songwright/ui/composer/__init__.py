"""Setting words to music: what is asked for, the work off the event loop, and the tunes that came of it."""
