# SPDX-License-Identifier: GPL-2.0-or-later
"""The recorded phones with their passwords as configured accounts: the verdict that each digest response must get."""
import json
import os
import re

USERS = ["alice", "bob", "carol", "dave", "erin"]
PASSWORD = "s3cret-"  # and the user

OPTIONS = [argument for user in USERS
           for argument in ("-o", f'uat:sipreg_accounts:"{user}","","password","{PASSWORD}{user}","","",""')]

VERDICT = "sipreg.digest.verdict"

# One run prints all that is shown of a message and, at the end of its summary line, the verdicts on its digests.
OUTPUT = ["-V", "-P", "-z", f"proto,colinfo,{VERDICT},{VERDICT}"]

# NAME: frames of the project's own captures with the wrong password; None: all.
WRONG = {"tour": [3], "wrong-password-baresip": None, "wrong-password-linphone": None}


def recorded(path):
    """{frame: whether its digest responses are correct} by the recorded truth beside the capture, or None without one."""
    truth = path[:-len(".pcapng")] + ".truth.json"
    if not os.path.exists(truth):
        return None
    with open(truth, encoding="utf-8") as file:
        frames = json.load(file)["frame_list"]
    valid = {frame["frame"]: frame["digest_valid"] for frame in frames if "digest_valid" in frame}
    return {frame: all(right) if isinstance(right, list) else right for frame, right in valid.items()}


def expected(path, frame, known):
    if known is not None:
        return "correct" if known.get(frame) else "wrong password"
    name = os.path.basename(path)[:-len(".pcapng")]
    wrong = WRONG.get(name, [])
    return "wrong password" if wrong is None or frame in wrong else "correct"


def verdicts_of(text):
    """{frame: [verdict]} from the summary lines of OUTPUT."""
    lines = (re.match(rf" *(\d+) .*?  {VERDICT} == .*", line) for line in text.splitlines())
    return {int(line.group(1)): re.findall(rf'{VERDICT} == "([^"]*)"', line.group()) for line in lines if line}


def check(path, text):
    """What is wrong with the verdicts, one line each."""
    complaints = []
    known = recorded(path)
    found = set()
    for frame, verdicts in verdicts_of(text).items():
        for verdict in verdicts:
            found.add(frame)
            if verdict != expected(path, frame, known):
                complaints.append(f"frame {frame}: {verdict}, not {expected(path, frame, known)}")
    complaints += [f"frame {frame}: no verdict" for frame in sorted(set(known or {}) - found)]
    if PASSWORD in text:
        complaints.append("a password is in the output")
    return complaints
