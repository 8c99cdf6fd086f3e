# SPDX-License-Identifier: GPL-2.0-or-later
"""Healthy recordings with frames lost, out of order or one direction alone, as tshark reads them: no Warning. The many
other variants go through the core alone (perturb)."""
import functools
import os
import subprocess

# Recording, what editcap keeps or drops of it, the rule on the capture that says so (None: nothing shows it).
SAMPLE = [
    ("baresip-udp4", ["1"], None),  # as if the capture had started behind it
    ("baresip-udp4", ["2"], "capture.gap"),
    ("baresip-udp4", ["3"], "capture.gap"),
    ("baresip-udp4", ["4"], None),
    ("baresip-tcp", ["8"], None),
    ("linphone-udp-nonce-reuse", ["4"], None),
    ("proxy-two-hops", ["5"], None),
]


def said(tshark, path):
    """(frame, severity, rule) of every finding, as of the second pass."""
    done = tshark.run("-2", "-r", path, "-Y", "sipreg", "-T", "fields", "-E", "aggregator=,", "-e", "frame.number",
                      "-e", "sipreg.issue", "-e", "sipreg.finding")
    return done.stderr, [line.split("\t") for line in done.stdout.splitlines()]


def complaints_of(tshark, path, rule):
    errors, rows = said(tshark, path)
    found = {each for row in rows for each in row[2].split(",")}
    return ([errors] if errors else []) + \
        [f"frame {row[0]}: a Warning: {row[2]}" for row in rows if row[1] in ("1", "True")] + \
        ([f"no {rule}"] if rule and rule not in found else [])


def check(tshark, work, captures):
    complaints = []
    folder = os.path.join(work, "perturbed")
    os.mkdir(folder)
    os.chmod(folder, 0o755)
    for number, (name, dropped, rule) in enumerate(SAMPLE):
        path = os.path.join(folder, f"{number}.pcapng")
        subprocess.run(["editcap", captures[name], path, *dropped], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        os.chmod(path, 0o644)
        complaints += [f"{name} without {' '.join(dropped)}: {each}" for each in complaints_of(tshark, path, rule)]
    return complaints


def cases(tshark, work, captures):
    return [("healthy recordings without a frame have no Warning, and gaps are said",
             functools.partial(check, tshark, work, captures))]
