"""Sound: events, synthesis, playback and rendering."""
