"""Writing with the model: the brief, drafts and takes, and the model's process."""
