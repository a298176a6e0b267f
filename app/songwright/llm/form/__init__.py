"""Writing in exact form: every line the model writes has the syllables, stresses and rhymes that were asked for.

Four rooms, each importing only from those before it:

- `words`: words that all judges count alike, laid out as token tries of the model, and those that are withheld
- `line`: an automaton for each line knows which words still lead to a complete one; a pen says which tokens may come
  next, drawn one by one (`word_by_word`) or for several drafts side by side (`beam`)
- `verse`: rhymes and wishes planned so that none runs out; the `poet` writes line after line
- `answers`: questions about a text that is there (lines, words, odds, what the form cost)
"""
