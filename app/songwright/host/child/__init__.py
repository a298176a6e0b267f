"""Child processes of our own: how they are started, what is said to them and what becomes of them."""
