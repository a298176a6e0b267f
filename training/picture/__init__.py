"""What makes the picture's data: the lexicon of drawable things, and silhouettes traced from public-domain drawings."""
