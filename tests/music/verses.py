"""Verses of our own and out of copyright that tests and benchmarks set to music."""

from __future__ import annotations

LIGHTHOUSE = """[Verse 1]
The lighthouse keeper climbs the stair
With salt and starlight in his hair
He counts the ships that pass him by
And lights a window in the sky

[Chorus]
Oh, burn a little longer
Burn until the morning
Every heart grows stronger
When it hears the warning

[Verse 2]
The letters that she used to send
Are folded where the stairways end
He reads them when the fog comes in
And lets the long dark night begin

[Chorus]

[Bridge]
And if the lamp should fail tonight
Some other hand will hold the light

[Chorus]
"""

SONNET = """Shall I compare thee to a summer's day?
Thou art more lovely and more temperate:
Rough winds do shake the darling buds of May,
And summer's lease hath all too short a date;

Sometime too hot the eye of heaven shines,
And often is his gold complexion dimm'd;
And every fair from fair sometime declines,
By chance or nature's changing course untrimm'd;
"""

ANNABEL = """[Verse]
It was many and many a year ago, in a kingdom by the sea
That a maiden there lived whom you may know by the name of Annabel Lee
And this maiden she lived with no other thought
Than to love and be loved by me
"""

ODDITIES = """[Verse]
Yes
Go!
7 o'clock & 100% ready \N{SLIGHTLY SMILING FACE}
hmm brrr tsk
あなたの歌 Привет мир καλημέρα
incomprehensibilities antidisestablishmentarianism
Rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain
"""
