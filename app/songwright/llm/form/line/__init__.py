"""One line: which words may come next in it, and how a model's tokens are drawn among them."""
