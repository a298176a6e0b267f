"""The model page: which model writes, which others are on this machine, which can be downloaded."""
