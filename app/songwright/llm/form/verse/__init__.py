"""A whole piece: its rhymes and wishes planned ahead, and its lines written one after the other."""
