"""Panels of the helper: what is known of the word and the line at the cursor."""
