"""Writing in exact form: every line the model writes has the syllables, stresses and rhymes that were asked for.

Words that all judges count alike (`vocabulary`) are laid out as token tries of the model (`tries`); an automaton for
each line (`line`) knows which words still lead to a complete line; rhymes are planned so that none runs out
(`rhyming`); the `poet` samples only tokens that go on to such words.
"""
