"""The Cover stage: the picture that a song's words make, and its printing to pixels."""
