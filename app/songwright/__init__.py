"""Songwright: an offline studio for people who write songs and poems."""

import os as _os

__version__ = "0.1.0"

# From 1.29 on ONNX Runtime reports its use to its makers (and keeps an identifier in the user's cache), unless this is
# set before it is loaded (some versions read the second name). Here, because every process of ours imports this package
# before anything else.
_os.environ |= {"ORT_DISABLE_TELEMETRY": "1", "ORT_TELEMETRY_DISABLED": "1"}
