"""Every command of the window, in one table: menus, tool bar, shortcuts and their list all come from it.

Parts of the window connect to a command with `actions.on("play", function)` and tell what is possible with
`actions.set_state(has_music=True)`; a command is enabled while all the states in its `when` hold ("!writing": while
it does not; "writing|composing": while either does).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from songwright.ui.shell.places import DRAWERS, STAGES
from songwright.ui.theme.manager import Theme

__all__ = ["ACTIONS", "GROUPS", "ActionSpec", "Actions"]


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command. `bare` keys are single keys that work only while the focus is not on something that types."""

    id: str
    group: str
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    icon: str = ""
    when: tuple[str, ...] = ()
    checkable: bool = False


GROUPS = ("File", "Edit", "Write", "Music", "View", "Help")


def _place_commands() -> tuple[ActionSpec, ...]:
    """A command for every stage and drawer of the window: it goes there, and back again."""
    stages = [ActionSpec(spec.command, "View", spec.title, spec.tip, spec.keys, icon=spec.icon) for spec in STAGES]
    drawers = [
        ActionSpec(spec.command, "View", spec.title, spec.tip, spec.keys, icon=spec.icon, checkable=True)
        for spec in DRAWERS
    ]
    return (*stages, *drawers)


# fmt: off
ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new", "File", "&New", "Start an empty document", ("Ctrl+N",), icon="new"),
    ActionSpec("open", "File", "&Open…", "Open a song file", ("Ctrl+O",), icon="open"),
    ActionSpec("open_backup", "File", "Open the &Backup", "Show the version before the last save; nothing is written",
               when=("has_backup",)),
    ActionSpec("save", "File", "&Save", "Save the document", ("Ctrl+S",), icon="save"),
    ActionSpec("save_as", "File", "Save &As…", "Save the document under another name", ("Ctrl+Shift+S",)),
    ActionSpec("export", "File", "&Export…", "Take it away as MIDI, text or sound", ("Ctrl+Shift+E",), icon="export",
               when=("has_words",)),
    ActionSpec("print", "File", "&Print…", "Print the score, or the words with their chords", ("Ctrl+P",), icon="print",
               when=("has_words",)),
    ActionSpec("quit", "File", "&Quit", "Close the window", ("Ctrl+Q",)),

    ActionSpec("undo", "Edit", "&Undo", "Take back the last change", ("Ctrl+Z",), icon="undo", when=("can_undo",)),
    ActionSpec("redo", "Edit", "&Redo", "Bring back what was undone", ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo",
               when=("can_redo",)),
    ActionSpec("cut", "Edit", "Cu&t", "Cut the selected text", ("Ctrl+X",)),
    ActionSpec("copy", "Edit", "&Copy", "Copy the selected text", ("Ctrl+C",)),
    ActionSpec("paste", "Edit", "&Paste", "Paste text", ("Ctrl+V",)),
    ActionSpec("select_all", "Edit", "Select &All", "Select all of the text", ("Ctrl+A",)),
    ActionSpec("find", "Edit", "&Find…", "Find and replace in the words", ("Ctrl+F",), icon="find"),
    ActionSpec("find_next", "Edit", "Find &Next", "Go to the next place where it is found", ("F3", "Ctrl+G")),
    ActionSpec("find_previous", "Edit", "Find Pre&vious", "Go to the place before",
               ("Shift+F3", "Ctrl+Shift+G")),
    ActionSpec("settings", "Edit", "Se&ttings…", "Theme, type size, model, sound, folders", ("Ctrl+,",),
               icon="settings"),

    ActionSpec("write", "Write", "&Write", "Let the model write a draft from the brief", ("Ctrl+Return",),
               icon="write", when=("model_usable", "!writing")),
    ActionSpec("make_song", "Write", "Make the Son&g", "Write it, set it to music and play it, one after the other",
               ("Ctrl+Alt+Return",), icon="song", when=("model_usable|can_compose", "!writing", "!composing")),
    ActionSpec("album", "Write", "Make an Al&bum…",
               "Songs on one subject, each from another side of it, planned, written and saved one after the other"),
    ActionSpec("stop", "Write", "&Stop", "Stop writing (the words so far are kept) or composing", ("Esc",),
               icon="stop", when=("writing|composing|improving",)),
    ActionSpec("again", "Write", "&Try Again", "Write another take of the same brief", ("Ctrl+Shift+Return",),
               icon="again", when=("model_usable", "has_takes", "!writing")),
    ActionSpec("previous_take", "Write", "&Previous Take", "Look at the take before this one", ("Alt+Left",),
               icon="previous", when=("has_previous_take",)),
    ActionSpec("next_take", "Write", "&Next Take", "Look at the take after this one", ("Alt+Right",),
               icon="next", when=("has_next_take",)),
    ActionSpec("accept", "Write", "&Accept", "Put this take into your document (one step of undo)", ("Alt+Return",),
               icon="accept", when=("showing_take", "!writing")),
    ActionSpec("show_draft", "Write", "Show &Draft", "Switch between your words and the draft", ("Ctrl+Shift+D",),
               icon="draft", when=("has_takes",)),
    ActionSpec("lock_line", "Write", "&Lock Lines",
               "Lock or unlock the chosen lines: rewriting leaves locked ones alone", ("Ctrl+Shift+L",), icon="lock",
               when=("has_words",)),
    ActionSpec("rewrite", "Write", "Rewrite What Is &Not Locked",
               "Write the stanza at the cursor, or the selected lines, again around what is locked", ("Ctrl+Shift+R",),
               icon="replace", when=("has_words", "model_usable", "!writing")),
    ActionSpec("improve", "Write", "I&mprove Line by Line",
               "Write the weakest line again, then the next, for as long as you let it: one step of undo; Esc stops",
               ("Ctrl+Alt+I",), icon="again", when=("has_words", "model_usable|improving", "!writing"), checkable=True),
    ActionSpec("continue", "Write", "&Go On From Here", "Write what comes after the stanza or paragraph at the cursor",
               ("Ctrl+Shift+J",), when=("has_words", "model_usable", "!writing")),
    ActionSpec("clearer", "Write", "Make It &Clearer",
               "Say the paragraph at the cursor, or the selected rows, in other words: clearer and better ordered",
               when=("has_words", "model_usable", "!writing")),
    ActionSpec("ideas", "Write", "&Ideas for This Line…", "Lines that fit where the cursor is", ("Ctrl+I",),
               icon="write", when=("model_usable", "!writing", "!page_hidden")),
    ActionSpec("rhymes", "Write", "R&hymes…", "Words that rhyme with the line's last one", ("Ctrl+R",),
               when=("!page_hidden",)),
    ActionSpec("another_word", "Write", "Swap This &Word…", "Words that fit in place of the one at the cursor",
               ("Ctrl+Shift+I",), when=("has_words", "model_usable", "!writing", "!page_hidden")),

    ActionSpec("compose", "Music", "&Compose", "Set the words to music", ("Ctrl+M",), icon="compose",
               when=("can_compose", "!composing")),
    ActionSpec("recompose", "Music", "Compose &Bars Again",
               "Compose the chosen bars again: chords, tune and band", ("Ctrl+Shift+M",),
               when=("has_music", "!composing")),
    ActionSpec("recompose_track", "Music", "Compose This T&rack Again",
               "Compose the track in the large lane again in the chosen bars; all else stays",
               when=("has_music", "!composing")),
    ActionSpec("reharmonise", "Music", "New C&hords", "Find other chords for the tune of the chosen bars",
               when=("has_music", "!composing")),
    ActionSpec("surprise", "Music", "&Surprise Me", "Another tune for the chosen bars, from anywhere",
               ("Ctrl+Alt+M",), when=("has_music", "!composing")),
    ActionSpec("more_like_this", "Music", "More Li&ke This", "A tune for the chosen bars much like the one there",
               ("Ctrl+Alt+Shift+M",), when=("has_music", "!composing")),
    ActionSpec("chord_here", "Music", "Ch&ord Here…", "Type a chord over the syllable at the cursor", ("Ctrl+K",),
               when=("has_music", "!page_hidden")),
    ActionSpec("change_here", "Music", "Tempo, Metre and Key from &Here…",
               "Another tempo, metre or key from the bar at the playhead to the end of its section",
               when=("has_music", "!composing")),
    ActionSpec("last_chorus_up", "Music", "&Last Chorus a Tone Higher",
               "Put the last chorus and what follows a tone higher: tune, chords and band",
               when=("has_music", "!composing")),
    ActionSpec("slow_ending", "Music", "Slow &Down at the End", "A ritardando over the last two bars",
               when=("has_music", "!composing")),
    ActionSpec("play", "Music", "&Play / Pause", "Play or pause", ("Ctrl+Space",), ("Space",), icon="play",
               when=("has_music",)),
    ActionSpec("stop_playback", "Music", "S&top Playback", "Stop and go back to the beginning", ("Ctrl+.",),
               icon="halt", when=("has_music",)),
    ActionSpec("loop", "Music", "&Loop", "Play the chosen part again and again", ("Ctrl+L",), ("L",), icon="loop",
               when=("has_music",), checkable=True),
    ActionSpec("click", "Music", "Clic&k", "Hear the beat while playing", ("Ctrl+Shift+K",), ("C",), icon="click",
               when=("has_music",), checkable=True),
    ActionSpec("tap", "Music", "Tap Te&mpo", "Tap the beat to set the tempo", ("Ctrl+T",), ("T",), icon="tap"),
    ActionSpec("read_aloud", "Write", "Read Alo&ud", "Have the words read aloud, from the first line; again to end it",
               ("Ctrl+Alt+R",), icon="volume", when=("has_words",), checkable=True),
    ActionSpec("hum", "Music", "&Hum a Melody…", "Hum or sing the tune of a line", ("Ctrl+Shift+H",), icon="wave",
               when=("has_music",)),
    ActionSpec("panic", "Music", "Silence E&verything", "Stop, and cut every sound that hangs", ("Ctrl+Shift+.",),
               icon="mute"),

    ActionSpec("show_helper", "View", "&Helper", "Show or hide what is known of the word and line at the cursor",
               ("F12",), icon="helper", checkable=True),
    ActionSpec("show_chords", "View", "Chor&ds Above the Words", "Show chords above the words that are sung to them",
               ("Shift+F4",), checkable=True),
    ActionSpec("show_stresses", "View", "St&resses", "Show the stresses under the words", ("F6",), checkable=True),
    ActionSpec("show_costs", "View", "&Cost of Form", "Tint the words of a draft that the model would not have chosen",
               ("Shift+F6",), checkable=True),
    ActionSpec("show_next_words", "View", "Next &Words",
               "Show likely next words at the cursor, and which of them keep the form; Alt+1 … Alt+9 take one",
               ("F5",), checkable=True),
    ActionSpec("form_report", "View", "Form Re&port…", "Line by line, what the form asks for and what is there",
               ("F7",)),
    ActionSpec("note_list", "View", "&Notes as a List", "Show the notes as a table instead of bars", ("Shift+F9",),
               when=("has_music",), checkable=True),
    ActionSpec("bigger", "View", "&Larger Words", "Make the words larger", ("Ctrl++", "Ctrl+=")),
    ActionSpec("smaller", "View", "S&maller Words", "Make the words smaller", ("Ctrl+-",)),
    ActionSpec("normal_size", "View", "&Normal Size", "Words at their usual size", ("Ctrl+0",)),
    ActionSpec("full_screen", "View", "&Full Screen", "Fill the whole screen", ("F11",), checkable=True),

    ActionSpec("shortcuts", "Help", "&Keyboard Shortcuts", "List every key, and change them", ("F1",),
               icon="keyboard"),
    ActionSpec("tour", "Help", "&Tour…", "Three steps through the window, which end in a song that plays"),
    ActionSpec("example_song", "Help", "&Example Song", "Open a finished song to look at and to change"),
    ActionSpec("how_it_works", "Help", "&How It Works…",
               "Sampling with your own line, the nets, the tunes between tunes, in plain words"),
    ActionSpec("listening_test", "Help", "Human or &Machine?…",
               "A blind listening test: can you tell Bach's chorales from Songwright's?", icon="headphones"),
    ActionSpec("open_logs", "Help", "Open &Log Folder", "Show the files to send with a bug report"),
    ActionSpec("about", "Help", "&About Songwright", "Version and licences", icon="about"),
    *_place_commands(),
)
# fmt: on

_STATES = frozenset(name.removeprefix("!") for spec in ACTIONS for names in spec.when for name in names.split("|"))


class Actions(QObject):
    """The commands as QActions, with their shortcuts and whether they can be used now."""

    def __init__(self, theme: Theme, custom: Mapping[str, str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._states = dict.fromkeys(_STATES, False)
        self._specs = {spec.id: spec for spec in ACTIONS}
        self._keys = {spec.id: spec.keys for spec in ACTIONS}
        self._bare = True
        self._space = True
        self._actions = {spec.id: self._made(spec) for spec in ACTIONS}
        self._dressed: set[str] = set()
        self.remap(custom or {})
        self._refresh()
        theme.changed.connect(self._retint)

    def __getitem__(self, action_id: str) -> QAction:
        self._dress(action_id)
        return self._actions[action_id]

    def for_menu(self, action_id: str) -> QAction:
        """A command that has its icon when its menu calls `dress`: most icons are seen in menus only."""
        return self._actions[action_id]

    def dress(self) -> None:
        """Give every command its icon; drawing all of them at the start would take a twentieth of it."""
        for action_id in self._actions.keys() - self._dressed:
            self._dress(action_id)

    def on(self, action_id: str, function: Callable[[], object]) -> None:
        """Call `function`, without arguments, when the command is used."""
        self._actions[action_id].triggered.connect(lambda _checked=False: function())

    def toggled(self, action_id: str, function: Callable[[bool], object]) -> None:
        """Call `function` with the new state of a checkable command."""
        self._actions[action_id].toggled.connect(function)

    def set_state(self, **states: bool) -> None:
        """Tell what is possible now; the names are those in the table's `when`."""
        unknown = states.keys() - _STATES
        if unknown:
            raise KeyError(f"no command depends on {sorted(unknown)}")
        if any(self._states[name] != value for name, value in states.items()):
            self._states.update(states)
            self._refresh()

    def state(self, name: str) -> bool:
        """Whether a state holds."""
        return self._states[name]

    def attach(self, window: QWidget) -> None:
        """Make every shortcut work in `window`."""
        window.addActions(list(self._actions.values()))

    def specs(self) -> Iterable[ActionSpec]:
        """The table, for lists of commands."""
        return self._specs.values()

    def text(self, action_id: str) -> str:
        """A command's name without its mnemonic mark and dots, and without what it would undo."""
        return QCoreApplication.translate("Actions", self._specs[action_id].text).replace("&", "").rstrip("…")

    def keys(self, action_id: str) -> tuple[str, ...]:
        """The keys that a command has now, the bare ones last."""
        return (*self._keys[action_id], *self._specs[action_id].bare)

    def custom(self) -> dict[str, str]:
        """The commands whose key is not the usual one: action id -> key ("" for none)."""
        changed = (spec for spec in ACTIONS if self._keys[spec.id] != spec.keys)
        return {spec.id: next(iter(self._keys[spec.id]), "") for spec in changed}

    def owner(self, key: str) -> str | None:
        """The command that has a key; None when it is free."""
        wanted = QKeySequence(key)
        owners = (spec.id for spec in ACTIONS if any(QKeySequence(own) == wanted for own in self.keys(spec.id)))
        return next(owners, None)

    def remap(self, custom: Mapping[str, str]) -> None:
        """Give commands other keys: action id -> key sequence ("" for none); the others get their usual ones."""
        for spec in ACTIONS:
            self._keys[spec.id] = spec.keys
            if spec.id in custom:
                chosen = custom[spec.id]
                self._keys[spec.id] = (chosen,) if chosen else ()
        for spec in ACTIONS:
            self._set_shortcuts(spec)

    def allow_bare_keys(self, *, letters: bool, space: bool) -> None:
        """Switch the single-key shortcuts: off while the focus is on something that wants these keys itself."""
        if (letters, space) == (self._bare, self._space):
            return
        self._bare, self._space = letters, space
        for spec in ACTIONS:
            if spec.bare:
                self._set_shortcuts(spec)

    def _made(self, spec: ActionSpec) -> QAction:
        action = QAction(QCoreApplication.translate("Actions", spec.text), self)
        action.setObjectName(spec.id)
        action.setCheckable(spec.checkable)
        action.setStatusTip(QCoreApplication.translate("Actions", spec.tip))
        if spec.id == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        return action

    def _set_shortcuts(self, spec: ActionSpec) -> None:
        bare = [key for key in spec.bare if (self._space if key == "Space" else self._bare)]
        action = self._actions[spec.id]
        action.setShortcuts([QKeySequence(key) for key in (*self._keys[spec.id], *bare)])
        shown = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in self.keys(spec.id)]
        tip = QCoreApplication.translate("Actions", spec.tip)
        action.setToolTip(f"{tip}  ({', '.join(shown)})" if shown else tip)

    def _refresh(self) -> None:
        for spec in ACTIONS:
            self._actions[spec.id].setEnabled(all(self._holds(names) for names in spec.when))

    def _holds(self, names: str) -> bool:
        """Whether one of the states, parted by "|", is as it is asked for."""
        return any(self._states[name.removeprefix("!")] != name.startswith("!") for name in names.split("|"))

    def _dress(self, action_id: str) -> None:
        if action_id not in self._dressed:
            self._dressed.add(action_id)
            self._tint(action_id)

    def _retint(self) -> None:
        for action_id in self._dressed:
            self._tint(action_id)

    def _tint(self, action_id: str) -> None:
        icon = self._specs[action_id].icon
        if icon:
            self._actions[action_id].setIcon(self._theme.icon(icon))
