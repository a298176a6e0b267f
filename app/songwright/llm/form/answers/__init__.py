"""Questions about a text that is there: which lines or words fit in a place, and what the form cost."""
