"""Humming in: what was sung becomes notes, the notes a melody for a line of the song."""
