"""Words: pronunciation, syllables, stress, rhyme, metre and form."""
