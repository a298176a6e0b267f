"""Covers as sheets: a picture in its frame with title and author, and the files that hold one."""
