# SPDX-License-Identifier: GPL-2.0-or-later
"""The output of the views, compared with what is expected: NAME.views holds commands, each a line "$ tshark ...", and
below each what it prints for captures/NAME.pcapng. To add a command, add its line and run with --update."""
import difflib
import shlex


def commands_of(text):
    """The commands, each the words after "$ tshark"."""
    return [shlex.split(line)[2:] for line in text.splitlines() if line.startswith("$ tshark ")]


def printed(tshark, path, commands):
    lines = []
    for command in commands:
        done = tshark.run("-r", path, *command)
        lines += ["$ tshark " + shlex.join(command)]
        lines += [line.rstrip() for line in (done.stdout + done.stderr).splitlines()
                  if not line.startswith("Running as user")]
        if done.returncode != 0:
            lines.append(f"exit status {done.returncode}")
    return "\n".join(lines) + "\n"


def check(tshark, path, golden_path, update):
    """The differences from the expected output."""
    with open(golden_path, encoding="utf-8") as file:
        golden = file.read()
    now = printed(tshark, path, commands_of(golden))
    if update and now != golden:
        with open(golden_path, "w", encoding="utf-8") as file:
            file.write(now)
        golden = now
    return [line for line in difflib.unified_diff(golden.splitlines(), now.splitlines(), "expected", "printed", lineterm="", n=1)]
