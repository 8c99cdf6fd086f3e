# SPDX-License-Identifier: GPL-2.0-or-later
"""The recipes of plugin/doc/programs.md, verbatim, and what is needed to run them."""
import os
import re
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
CAPTURES = os.path.join(TOP, "captures")


def recipes():
    """{bold words at the start of a paragraph: [the commands of each block after it]}"""
    with open(os.path.join(TOP, "plugin", "doc", "programs.md"), encoding="utf-8") as file:
        parts = re.split(r"^\*\*(.*?)\.\*\*", file.read(), flags=re.M)[1:]
    return {title: [fenced or re.sub(r"^ {4}", "", indented, flags=re.M)
                    for fenced, indented in re.findall(
                        r"^```bash\n(.*?)^```$|^```yaml\n.*?^```$|((?:^ {4}[^\n]*\n)+)", text, re.M | re.S)
                    if fenced or indented]
            for title, text in zip(parts[::2], parts[1::2])}


def renamed(command, names):
    """The command with other names of files, interfaces and servers; each old name must be in it."""
    for old, new in names.items():
        if old not in command:
            raise ValueError(f"plugin/doc/programs.md has no {old} in: {command}")
        command = command.replace(old, new)
    return command


def environment():
    """`tshark` is the one under test, this machine is reached without a proxy, and the user nobody has a shell."""
    tshark = os.environ.get("SIPREG_TSHARK", "tshark")
    folders = [os.path.dirname(tshark)] if os.path.dirname(tshark) else []
    return {**os.environ, "NO_PROXY": "*", "no_proxy": "*", "SHELL": "/bin/bash",
            "PATH": os.pathsep.join(folders + [os.environ.get("PATH", "")])}


def run(command, folder):
    """The output of a command, which must succeed."""
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=folder, env=environment(), text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300,
                          check=False)
    if done.returncode != 0:
        raise RuntimeError(f"status {done.returncode}: {command}\n{done.stderr}")
    return done.stdout
