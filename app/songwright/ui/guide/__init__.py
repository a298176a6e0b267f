"""What explains the program from inside it: how it works, the example song, and the tour."""
