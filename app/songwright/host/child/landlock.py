"""Landlock: from here on this process changes, and reads, no file but beneath some folders (Linux 5.13 and later).

The structures and numbers are those of linux/landlock.h; the calls have no wrappers in the C library.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

__all__ = ["allow_only_beneath"]

# The same on every architecture (they came after the tables were united).
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH, _NET_PORT = 1, 1, 2
_NO_NEW_PRIVILEGES = 38  # prctl

_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_WRITE_FILE, _REMOVE_DIR, _REMOVE_FILE, _MAKE_FIRST, _MAKE_LAST = 1 << 1, 1 << 4, 1 << 5, 6, 12
_REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
_READING = _READ_FILE | _READ_FOLDER
_ON_FILES = _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL_DEVICE
_SCOPE_ABSTRACT_SOCKETS, _SCOPE_SIGNALS = 1 << 0, 1 << 1
_BIND_TCP, _CONNECT_TCP = 1 << 0, 1 << 1
# From which version of the interface on a right can be withheld.
_SINCE_2, _SINCE_3, _SINCE_4, _SINCE_5, _SINCE_6 = range(2, 7)


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


class _PortRule(ctypes.Structure):
    _fields_ = (("allowed", ctypes.c_uint64), ("port", ctypes.c_uint64))


def allow_only_beneath(writes: Iterable[Path], reads: Iterable[Path] | None, *, ports: Sequence[int] = ()) -> bool:
    """Withhold every change of files elsewhere, signals to others and TCP but to `ports`; whether that holds.

    Files can be read beneath `reads` and `writes` only; everywhere when `reads` is None. Holds for this thread and all
    that it starts, for good: call it before there are others. Folders that are not there are passed over.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG)
    if version < 1:
        return False
    rights = _writing(version) | (0 if reads is None else _READING)
    withheld = _Ruleset(rights, _BIND_TCP | _CONNECT_TCP if version >= _SINCE_4 else 0, 0)
    if version >= _SINCE_6:
        withheld.scoped = _SCOPE_SIGNALS | _SCOPE_ABSTRACT_SOCKETS
    rules = libc.syscall(_CREATE_RULESET, ctypes.byref(withheld), ctypes.sizeof(withheld), 0)
    if rules < 0:
        return False
    try:
        for folder in writes:
            _allow(libc, rules, folder, rights)
        for folder in reads or ():
            _allow(libc, rules, folder, _READING)
        for port in ports:
            rule = _PortRule(_CONNECT_TCP, port)
            libc.syscall(_ADD_RULE, rules, _NET_PORT, ctypes.byref(rule), 0)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _writing(version: int) -> int:
    """Every right to change a file or folder that this version of the interface knows."""
    rights = _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | sum(1 << bit for bit in range(_MAKE_FIRST, _MAKE_LAST + 1))
    for since, right in ((_SINCE_2, _REFER), (_SINCE_3, _TRUNCATE), (_SINCE_5, _IOCTL_DEVICE)):
        rights |= right if version >= since else 0
    return rights


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rule = _PathRule(rights if path.is_dir() else rights & _ON_FILES, descriptor)
        libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(descriptor)
