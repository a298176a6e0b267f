"""The musical half of the window: bars, transport, mixer, composing and export."""

from songwright.ui.music.pane import MusicPane

__all__ = ["MusicPane"]
