"""The places that the window has from the start: each function gives the widget of one record."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from songwright.ui.shell.parts import Parts

__all__ = ["composer", "idea", "mixer", "music", "score", "words"]


def words(parts: Parts) -> QWidget:
    """The page and the draft."""
    return parts.centre


def music(parts: Parts) -> QWidget:
    """The bars."""
    return parts.music


def score(parts: Parts) -> QWidget:
    """The score; its engraver is loaded now."""
    from songwright.ui.score.score_stage import ScoreStage

    return ScoreStage(parts)


def idea(parts: Parts) -> QWidget:
    """The brief."""
    return parts.brief


def composer(parts: Parts) -> QWidget:
    """Style, singing, tunes and fit."""
    return parts.music.compose_panel


def mixer(parts: Parts) -> QWidget:
    """The tracks' strips."""
    return parts.music.mixer
