"""Songwright without a window."""
