"""Ctrl-C for programs that a test starts."""

import signal


def hear_ctrl_c() -> None:
    """Let a new process hear Ctrl-C; a shell makes its background jobs, tests included, deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
