"""`python -m songwright`, without what lies in the current folder.

`-m` puts that folder before all others: a `numpy.py` beside a song would run in place of NumPy. It has to go before
anything else of ours is imported; a checkout's own folder stays, for it is ours.
"""

import os
import sys

_OWN = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib is not loaded yet
if not sys.flags.safe_path and sys.path and sys.path[0] in ("", os.getcwd()) and sys.path[0] != _OWN:  # noqa: PTH109
    del sys.path[0]

from songwright.cli.main import main  # noqa: E402 - not before the path is clean

if __name__ == "__main__":
    raise SystemExit(main())
