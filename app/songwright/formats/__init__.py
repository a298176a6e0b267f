"""Files and text from songs, and songs from files and text."""
