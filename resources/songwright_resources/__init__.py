"""Data that ships with Songwright."""
