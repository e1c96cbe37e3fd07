"""Windows: a Job Object that ends all children when this program ends. Written from the documentation, not yet run."""

from __future__ import annotations

import subprocess
import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _KILL_ON_CLOSE = 0x2000
    _EXTENDED_LIMITS = 9
    _job: int | None = None

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("Basic", _Basic),
            ("IoCounters", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    def tie(process: subprocess.Popen[bytes]) -> None:
        """Put a child into our job; the system ends it when our handle of the job goes."""
        global _job
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        if _job is None:
            _job = kernel.CreateJobObjectW(None, None)
            limits = _Extended()
            limits.Basic.LimitFlags = _KILL_ON_CLOSE
            size = ctypes.sizeof(limits)
            kernel.SetInformationJobObject(wintypes.HANDLE(_job), _EXTENDED_LIMITS, ctypes.byref(limits), size)
        handle = wintypes.HANDLE(int(process._handle))  # type: ignore[attr-defined]
        if not kernel.AssignProcessToJobObject(wintypes.HANDLE(_job), handle):
            raise ctypes.WinError(ctypes.get_last_error())

else:

    def tie(process: subprocess.Popen[bytes]) -> None:
        """Nothing to do: on Linux the child asks the system itself (`child.die_with_parent`)."""
