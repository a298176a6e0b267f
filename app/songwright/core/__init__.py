"""The song document, pure edits on it, and its history."""
