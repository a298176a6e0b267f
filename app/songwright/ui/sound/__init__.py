"""Sound beyond playing: options of sound files, humming, MIDI ports."""
