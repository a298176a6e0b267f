"""A filter of system calls: from here on this process opens no socket and starts no program (Linux, seccomp).

Calls that are withheld fail with EPERM, as if this user might not do them; everything else goes on as before.
"""

from __future__ import annotations

import ctypes
import errno
import platform

__all__ = ["withhold"]

_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2  # prctl
_SECCOMP_CALL = {"x86_64": 317, "aarch64": 277}
_FILTER, _ALL_THREADS = 1, 1

# Classic BPF (linux/filter.h), on struct seccomp_data: the call's number, the architecture, the first argument.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000 | errno.EPERM

# Audit numbers of the architectures, and their numbers for calls.
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CALLS = {
    "x86_64": {"socket": 41, "execve": 59, "execveat": 322, "ptrace": 101, "io_uring_setup": 425, "bpf": 321},
    "aarch64": {"socket": 198, "execve": 221, "execveat": 281, "ptrace": 117, "io_uring_setup": 425, "bpf": 280},
}
_LOCAL = 1  # AF_UNIX
_X32 = 0x40000000  # x86-64's calls with short pointers: the same calls under other numbers


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_so", ctypes.c_uint8),
        ("if_not", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def withhold(*, local_sockets: bool = False, any_sockets: bool = False) -> bool:
    """Let this process start no program and open no socket; whether that holds.

    `local_sockets` allows those to programs on this machine (a sound server), `any_sockets` all. All threads are bound.
    """
    machine = platform.machine()
    if machine not in _CALLS:
        return False
    steps = _steps(machine, local_sockets=local_sockets, any_sockets=any_sockets)
    block = (_Step * len(steps))(*(_Step(*step) for step in steps))
    program = _Program(len(steps), block)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.syscall(_SECCOMP_CALL[machine], _FILTER, _ALL_THREADS, ctypes.byref(program)) == 0)


def _steps(machine: str, *, local_sockets: bool, any_sockets: bool) -> list[tuple[int, int, int, int]]:
    """(code, steps to pass over if so, if not, operand) of the filter's program."""
    calls = dict(_CALLS[machine])
    socket = calls.pop("socket")
    # Another architecture's calls have other numbers: refuse them all.
    steps = [(_LOAD, 0, 0, _ARCHITECTURE_AT), (_EQUAL, 1, 0, _ARCHITECTURES[machine]), (_RETURN, 0, 0, _FAIL)]
    steps.append((_LOAD, 0, 0, _NUMBER_AT))
    if machine == "x86_64":
        steps += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _FAIL)]
    for number in calls.values():
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _FAIL)]
    if not any_sockets:
        steps += [(_EQUAL, 0, 3, socket), (_LOAD, 0, 0, _FIRST_ARGUMENT_AT)]
        steps += [(_EQUAL, 1, 0, _LOCAL if local_sockets else 0xFFFFFFFF), (_RETURN, 0, 0, _FAIL)]
    return [*steps, (_RETURN, 0, 0, _ALLOW)]
