"""A learned painter for those who have one: the drawn cover painted over with weights of the user's own."""
