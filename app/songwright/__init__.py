"""Songwright: an offline studio for people who write songs and poems."""

__version__ = "0.1.0"
