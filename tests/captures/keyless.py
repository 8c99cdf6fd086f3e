# SPDX-License-Identifier: GPL-2.0-or-later
"""The TLS recordings with their keys taken out: what sipreg says then agrees with what the keys show."""
import functools
import os
import re
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
CAPTURES = os.path.join(os.path.dirname(os.path.dirname(HERE)), "captures")
NAMES = ["baresip-tls", "linphone-tls"]
SECRETS = 10   # the type of a Decryption Secrets Block
PAUSE = 5.0    # REGISTERs of one attempt are closer together
SLACK = 2.0    # s: timers differ by so much


def cases(tshark, work):
    """(what, a function that returns the complaints)"""
    return [(f"{name} without its keys is told as what it is", functools.partial(check, tshark, work, name)) for name in NAMES]


def without_keys(path):
    with open(path, "rb") as file:
        whole = file.read()
    kept, at = [], 0
    while at < len(whole):
        kind, length = struct.unpack_from("<II", whole, at)
        if kind != SECRETS:
            kept.append(whole[at:at + length])
        at += length
    return b"".join(kept)


def rows(tshark, path, shown, *names):
    done = tshark.run("-2", "-r", path, "-Y", shown, "-T", "fields", *(word for name in names for word in ("-e", name)))
    return [line.split("\t") for line in done.stdout.splitlines()]


def check(tshark, work, name):
    path = os.path.join(CAPTURES, f"{name}.pcapng")
    stripped = os.path.join(work, f"{name}-keyless.pcapng")
    with open(stripped, "wb") as file:
        file.write(without_keys(path))
    os.chmod(stripped, 0o644)
    # Not the removal at the end.
    times = [float(row[0]) for row in rows(tshark, path, 'sip.Method == "REGISTER" and sipreg.intent != "remove"', "frame.time_relative")]
    begins = [now for before, now in zip([-PAUSE, *times], times) if now - before >= PAUSE]
    steps = [later - earlier for earlier, later in zip(begins, begins[1:])]
    said = rows(tshark, stripped, "sipreg.conn.encrypted", "sipreg.connection.verdict")
    found = re.search(r"probably registers every (\d+(?:\.\d+)?) s", said[0][0]) if said else None
    complaints = [] if len(said) == 1 else [f"conn.encrypted is on {len(said)} packets"]
    if rows(tshark, path, "sipreg.conn.encrypted", "frame.number"):
        complaints.append("it is said to be encrypted although the keys are there")
    if not found or not steps or any(abs(float(found[1]) - step) > SLACK for step in steps):
        complaints.append(f"{said} but the attempts are {steps} s apart")
    return complaints
