"""The singer: words on notes become a sung voice, offline (see docs/voice.md)."""
