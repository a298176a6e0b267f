"""Tunes the built-in model on public-domain verse: `gather`, `tune`, `adapter`, `recall`. See docs/training.md."""
