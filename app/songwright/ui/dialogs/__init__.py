"""The window's few dialogs."""
