"""The bars: a song from left to right, to look at, to play along with and to change."""
