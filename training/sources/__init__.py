"""Readers: bytes and text of the music sources -> `Tune` and chord sheets. No network, no guessing of licences."""
