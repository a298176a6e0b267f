"""The musical Turing test: Bach, the machine over sopranos of his, trials, answers, and what they show."""
