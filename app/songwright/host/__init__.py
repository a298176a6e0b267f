"""This machine: paths, settings, files, locks and recovery."""
