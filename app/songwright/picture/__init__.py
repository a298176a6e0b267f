"""A picture drawn from words: concepts, a composition, and flat shapes as a poster prints them. Pure Python."""
