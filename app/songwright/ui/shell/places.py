"""What the window consists of, as data: its stages, drawers and helper panels, one record each.

A new one is a record here and a function that builds its widget (`docs/design.md` shows how); menu entry, key, button,
tooltip, accessible name and what is remembered come from the record. This module imports nothing of the window: the
table of commands is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DRAWERS", "HELPERS", "STAGES", "DrawerSpec", "HelperSpec", "PlaceSpec", "StageSpec"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSpec:
    """One place. `build` is "module:function"; the function gets the `Parts` when the place is first shown.

    `music` hides it for poems and stories that have no music. The title's mnemonic (&) is for its menu.
    """

    id: str
    title: str
    tip: str
    icon: str
    build: str
    keys: tuple[str, ...] = ()
    music: bool = False

    @property
    def name(self) -> str:
        """The title without its mnemonic mark."""
        return self.title.replace("&", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSpec(PlaceSpec):
    """One thing to look at and work on, in the middle. `below`: in a large window it stands below the words as well."""

    below: bool = False

    @property
    def command(self) -> str:
        """Id of the command that goes there, and from there back to the words."""
        return f"stage_{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerSpec(PlaceSpec):
    """One page at the left, opened from the rail. `apart` leaves some room before its button; `wide` is for forms."""

    apart: bool = False
    wide: bool = False

    @property
    def command(self) -> str:
        """Id of the command that opens and closes it."""
        return f"drawer_{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperSpec(PlaceSpec):
    """One panel of the helper: what is known of the word or line at the cursor. `folded`: as it is at first."""

    folded: bool = False


STAGES: tuple[StageSpec, ...] = (
    StageSpec(
        id="words",
        title="&Words",
        tip="The words: your document, and the drafts that were written for it",
        icon="text",
        keys=("Ctrl+1",),
        build="songwright.ui.shell.rooms:words",
    ),
    StageSpec(
        id="music",
        title="&Music",
        tip="The bars: chords, tune and words in time",
        icon="bars",
        keys=("Ctrl+2", "F9"),
        build="songwright.ui.shell.rooms:music",
        music=True,
        below=True,
    ),
    StageSpec(
        id="score",
        title="&Score",
        tip="The song as notes on paper, with its words and chords",
        icon="score",
        keys=("Ctrl+3", "F4"),
        build="songwright.ui.shell.rooms:score",
        music=True,
    ),
    StageSpec(
        id="cover",
        title="Co&ver",
        tip="The picture of the song, drawn from its words",
        icon="cover",
        keys=("Ctrl+4",),
        build="songwright.ui.cover.cover_stage:build",
    ),
    StageSpec(
        id="listen",
        title="&Listen",
        tip="The song as it is sung: large words, lit as they come; sing along or alone",
        icon="headphones",
        keys=("Ctrl+5",),
        build="songwright.ui.karaoke.listen_stage:build",
        music=True,
    ),
)

DRAWERS: tuple[DrawerSpec, ...] = (
    DrawerSpec(
        id="idea",
        title="&Idea",
        tip="What it is about, its form and mood, and the button that writes",
        icon="idea",
        keys=("F8",),
        build="songwright.ui.shell.rooms:idea",
    ),
    DrawerSpec(
        id="sections",
        title="&Sections",
        tip="The sections as cards: move, repeat, duplicate, link and rename them",
        icon="sections",
        keys=("Shift+F8",),
        build="songwright.ui.drawers.sections:build",
    ),
    DrawerSpec(
        id="takes",
        title="&Takes and Tunes",
        tip="Every draft and tune that there was, and the versions you named: compare, take again, go on from any",
        icon="takes",
        keys=("Ctrl+F8",),
        build="songwright.ui.drawers.kept:build",
    ),
    DrawerSpec(
        id="composer",
        title="&Composer",
        tip="Style, singing, tunes, and how words and notes fit",
        icon="compose",
        keys=("F10",),
        build="songwright.ui.shell.rooms:composer",
        music=True,
        apart=True,
        wide=True,
    ),
    DrawerSpec(
        id="mixer",
        title="Mi&xer",
        tip="Instruments, loudness and place of every track",
        icon="mixer",
        keys=("Ctrl+F10",),
        build="songwright.ui.shell.rooms:mixer",
        music=True,
        wide=True,
    ),
    DrawerSpec(
        id="library",
        title="&Library",
        tip="Songs that were opened or saved: search, sort, tags, trash",
        icon="library",
        keys=("Ctrl+Shift+O",),
        build="songwright.ui.drawers.library_drawer:build",
        apart=True,
    ),
    DrawerSpec(
        id="models",
        title="Mo&dels",
        tip="Which model writes, which others are on this machine, and which can be downloaded",
        icon="model",
        keys=("Alt+F8",),
        build="songwright.ui.models.drawer:build",
        wide=True,
    ),
)

HELPERS: tuple[HelperSpec, ...] = (
    HelperSpec(
        id="line",
        title="This line",
        tip="Syllables, stresses, rhyme and form of the line at the cursor",
        icon="text",
        build="songwright.ui.helper.line_panel:build",
    ),
    HelperSpec(
        id="readings",
        title="Sung as",
        tip="How the word at the cursor is sung, where it may be said in several ways",
        icon="headphones",
        build="songwright.ui.helper.reading_panel:build",
        folded=True,
    ),
    HelperSpec(
        id="rhymes",
        title="Rhymes",
        tip="Words that rhyme with the line's last word",
        icon="find",
        build="songwright.ui.helper.rhyme_panel:build",
    ),
    HelperSpec(
        id="meanings",
        title="Meanings",
        tip="What the word at the cursor means, its kin, and what it calls up",
        icon="library",
        build="songwright.ui.helper.meanings_panel:build",
        folded=True,
    ),
    HelperSpec(
        id="say",
        title="Say it like",
        tip="How the word at the cursor is said, and how you would have it said in all songs",
        icon="volume",
        build="songwright.ui.helper.say_panel:build",
        folded=True,
    ),
    HelperSpec(
        id="model",
        title="The model suggests",
        tip="Other words with their odds, the next word, or lines that fit; asked when the cursor rests",
        icon="model",
        build="songwright.ui.helper.model_panel:build",
    ),
)
