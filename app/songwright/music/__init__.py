"""Theory, styles, composing and arranging."""
