"""The words that form-exact writing may use, and how a model spells them in tokens."""
