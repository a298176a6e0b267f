"""The names of the General MIDI programs and drum kits, as the instrument menus show them.

The order is that of the General MIDI specification (programs 0-127, eight to a family).
"""

from __future__ import annotations

from songwright.core.language import said, sayable
from songwright.core.song import Track, TrackRole

__all__ = ["DRUM_KITS", "FAMILIES", "instrument_name", "track_title"]

# fmt: off
FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = sayable((
    ("Piano", ("Grand Piano", "Bright Piano", "Electric Grand", "Honky-tonk Piano", "Electric Piano 1",
               "Electric Piano 2", "Harpsichord", "Clavinet")),
    ("Bells and Mallets", ("Celesta", "Glockenspiel", "Music Box", "Vibraphone", "Marimba", "Xylophone",
                           "Tubular Bells", "Dulcimer")),
    ("Organ", ("Drawbar Organ", "Percussive Organ", "Rock Organ", "Church Organ", "Reed Organ", "Accordion",
               "Harmonica", "Bandoneon")),
    ("Guitar", ("Nylon Guitar", "Steel Guitar", "Jazz Guitar", "Clean Guitar", "Muted Guitar", "Overdriven Guitar",
                "Distorted Guitar", "Guitar Harmonics")),
    ("Bass", ("Double Bass", "Fingered Bass", "Picked Bass", "Fretless Bass", "Slap Bass 1", "Slap Bass 2",
              "Synth Bass 1", "Synth Bass 2")),
    ("Strings", ("Violin", "Viola", "Cello", "Contrabass", "Tremolo Strings", "Pizzicato Strings", "Harp",
                 "Timpani")),
    ("Ensemble", ("String Ensemble", "Slow Strings", "Synth Strings 1", "Synth Strings 2", "Choir Aahs",
                  "Voice Oohs", "Synth Voice", "Orchestra Hit")),
    ("Brass", ("Trumpet", "Trombone", "Tuba", "Muted Trumpet", "French Horn", "Brass Section", "Synth Brass 1",
               "Synth Brass 2")),
    ("Reeds", ("Soprano Sax", "Alto Sax", "Tenor Sax", "Baritone Sax", "Oboe", "English Horn", "Bassoon",
               "Clarinet")),
    ("Pipes", ("Piccolo", "Flute", "Recorder", "Pan Flute", "Blown Bottle", "Shakuhachi", "Whistle", "Ocarina")),
    ("Synth Lead", ("Square Lead", "Saw Lead", "Calliope Lead", "Chiff Lead", "Charang Lead", "Voice Lead",
                    "Fifths Lead", "Bass and Lead")),
    ("Synth Pad", ("New Age Pad", "Warm Pad", "Polysynth Pad", "Choir Pad", "Bowed Pad", "Metallic Pad",
                   "Halo Pad", "Sweep Pad")),
    ("Synth Effects", ("Rain", "Soundtrack", "Crystal", "Atmosphere", "Brightness", "Goblins", "Echoes",
                       "Science Fiction")),
    ("World", ("Sitar", "Banjo", "Shamisen", "Koto", "Kalimba", "Bagpipe", "Fiddle", "Shanai")),
    ("Percussion", ("Tinkle Bell", "Agogo", "Steel Drums", "Woodblock", "Taiko Drum", "Melodic Tom", "Synth Drum",
                    "Reverse Cymbal")),
    ("Sound Effects", ("Fret Noise", "Breath Noise", "Seashore", "Bird Tweet", "Telephone", "Helicopter",
                       "Applause", "Gunshot")),
))

DRUM_KITS: dict[int, str] = sayable({
    0: "Standard Kit", 8: "Room Kit", 16: "Power Kit", 24: "Electronic Kit", 25: "TR-808 Kit", 32: "Jazz Kit",
    40: "Brush Kit", 48: "Orchestra Kit",
})
# fmt: on


def instrument_name(track: Track) -> str:
    """The name of what a track plays on."""
    if track.role is TrackRole.DRUMS:
        kit = DRUM_KITS.get(track.program)
        return said(kit) if kit else said("Kit {number}", number=track.program + 1)
    family, place = divmod(track.program, 8)
    return said(FAMILIES[family][1][place])


def track_title(track: Track) -> str:
    """A track's name for a user: those that the composer gives are said in the user's language."""
    return said(track.name)
