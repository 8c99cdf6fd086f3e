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
    ("baresip-tcp", ["8"], "capture.gap"),
    ("baresip-tcp", ["21"], "capture.gap"),  # a 200: its acknowledgement shows that
    ("linphone-tcp6", ["14"], "capture.gap"),  # a keep-alive: the pong does
    ("linphone-udp-nonce-reuse", ["4"], None),
    ("proxy-two-hops", ["5"], None),
]

# What the TCP analysis shows is missing may be why: recording, dropped frame, part of the verdict.
VERDICTS = [("baresip-tcp", "21", "Probably the refresh is missing from the capture: no refresh within the 20 s granted in "
                                  "frame 15, and frames are missing here (TCP gap in frame 21)")]

# Keep-alives that come late, behind what was sent and acknowledged after them, are not missing: recording, frame and
# delay of each, frames that are left out.
LATE = [("linphone-tcp6", [("14", "6.0574"), ("15", "6.0571")], ["16"])]


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


def edit(source, path, *options):
    subprocess.run(["editcap", *options[:-1], source, path, options[-1]], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def delay(source, path, frames, dropped):
    subprocess.run(["editcap", source, path + ".0", *[frame for frame, _ in frames], *dropped], check=True,
                   stderr=subprocess.DEVNULL)
    for number, (frame, seconds) in enumerate(frames, 1):
        edit(source, f"{path}.{number}", "-r", "-t", seconds, frame)
    subprocess.run(["mergecap", "-w", path, *[f"{path}.{part}" for part in range(len(frames) + 1)]], check=True,
                   stderr=subprocess.DEVNULL)


def check_tcp(tshark, work, captures):
    complaints = []
    path = os.path.join(work, "tcp.pcapng")
    for name, dropped, verdict in VERDICTS:
        edit(captures[name], path, dropped)
        os.chmod(path, 0o644)
        # One pass with a tree and two passes say the same.
        for options in [], ["-2"]:
            done = tshark.run(*options, "-r", path, "-Y", "sipreg", "-T", "fields", "-e", "sipreg.diagnosis")
            if verdict not in done.stdout:
                complaints.append(f"{name} without {dropped}, {options}: not the verdict, but {done.stdout}")
    for name, frames, dropped in LATE:
        delay(captures[name], path, frames, dropped)
        os.chmod(path, 0o644)
        marked = tshark.run("-r", path, "-Y", "tcp.analysis.lost_segment || tcp.analysis.ack_lost_segment")
        rows = said(tshark, path)[1]
        if not marked.stdout or any("capture.gap" in row[2] for row in rows):
            complaints.append(f"{name} with {frames} later: {marked.stdout} {rows}")
    return complaints


def cases(tshark, work, captures):
    return [("healthy recordings without a frame have no Warning, and gaps are said",
             functools.partial(check, tshark, work, captures)),
            ("a TCP gap that Wireshark marks is in the verdict, one that is filled is not",
             functools.partial(check_tcp, tshark, work, captures))]
