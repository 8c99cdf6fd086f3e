# SPDX-License-Identifier: GPL-2.0-or-later
"""Real faults that people reported in public, rebuilt as small captures: what is true of each must be said, and what
is not must not.

SAYS: a part of a diagnosis that some message must have, or None: there is none. NEVER: a part that no diagnosis may have,
as certain or as a guess. FINDS: rules that must fire, somewhere.
"""
import functools
import glob
import os

SAYS = {
    "c-lb-loop": "oad balancer splits the challenge: 10.80.0.1 issued the nonce",
    "c8-repeat-other-port-200-end": None,
    "e-multi": "Very short interval",
    "g00": None,
    "i-nat-unordered": None,
    "i3-asterisk-later": "the client did not follow a challenge, or frames were lost",
    "i6-noalg": "does not accept a challenge without an algorithm",
    "l00": None,
    "l06": None,
    "m00": None,
    "m03": None,
    "m06": None,
    "m09": None,
    "n0-404-other-bound": "the registrar refuses this Contact, not the account",
    "p0-source-port": "the server sends responses to the wrong port",
    "q1-silent-for-one-alive-for-other": "Registrar does not respond to this client",
    "r2-udp": "the credentials are for an older nonce",
    "r4-newer-nonce": "Probably a wrong user name or password",
    "s0-qop-not-sent": "the credentials lack the qop that is offered",
    "s4-clean": "Every new nonce is refused as stale",
    "s5-qop-not-sent-nostale": "the credentials lack the qop that is offered",
    "u0-unanswered-between": "the client did not follow a challenge, or frames were lost",
    "seed-port": "Registrar binds the wrong Contact: the 2xx in frame 6 lists the Contact of frame 1",
}
NEVER = {
    "c-lb-loop": "password",
    "i3-asterisk-later": "realm",
    "i6-noalg": "password",
    "n0-404-other-bound": "account is unknown",
    "p0-source-port": "rport in its Via",
    "r2-udp": "password",
    "s0-qop-not-sent": "stale",
    "seed-port": "ALG",
    "u0-unanswered-between": "nter the password",
}
FINDS = {
    "g00": "reg.contact_is_gruu",
    "l00": "ok.contact_malformed",
    "l06": "ok.contact_malformed",
    "m00": "reg.contact_malformed",
    "m03": "reg.contact_malformed",
    "m06": "reg.contact_malformed",
    "m09": "reg.contact_malformed",
    "r2-udp": "txn.rechallenged",
}
FIELDS = ["sipreg.diagnosis", "sipreg.finding", "sipreg.state"]


def of(table, name, default=None):
    """By the beginning of a name."""
    return next((value for key, value in table.items() if name.startswith(key)), default)


def check(tshark, path):
    name = os.path.basename(path)[len("field-"):].split(".")[0]
    done = tshark.run("-2", "-r", path, "-Y", "sipreg", "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a",
                      *[each for field in FIELDS for each in ("-e", field)])
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    if done.returncode or not rows:
        return [f"tshark fails: {done.stderr}"]
    diagnoses = sorted({row[0] for row in rows if row[0]})
    findings = {finding for row in rows for finding in row[1].split(",")}
    said, never, finds = of(SAYS, name, ""), of(NEVER, name), of(FINDS, name)
    complaints = []
    if said is None and diagnoses:
        complaints.append("there is a diagnosis")
    if said and not any(said in text for text in diagnoses):
        complaints.append(f"no diagnosis says: {said}")
    if never and any(never in text for text in diagnoses):
        complaints.append(f"a diagnosis says: {never}")
    if finds and finds not in findings:
        complaints.append(f"{finds} does not fire")
    if name.startswith("c8-") and rows[-1][2] != "registered":
        complaints.append(f"the client ends {rows[-1][2]}, not registered")
    return complaints + (diagnoses if complaints else [])


def cases(tshark, work, folder):
    """(what, a function that returns the complaints) for each of the captures, if the folder exists"""
    for path in sorted(glob.glob(os.path.join(folder, "*.pcap*"))):
        copy = os.path.join(work, "field-" + os.path.basename(path))
        with open(path, "rb") as original, open(copy, "wb") as file:
            file.write(original.read())
        os.chmod(copy, 0o644)
        yield (f"field case {os.path.basename(path)}", functools.partial(check, tshark, copy))
