"""A song on paper: as notation (by Verovio) or as words with chords, drawn without Qt, written as PDF or SVG."""
