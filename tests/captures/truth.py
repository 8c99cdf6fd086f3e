# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares the plugin's output with the recorded truth of the shared captures (NAME.truth.json).

In every truth file the role of a frame determines its step; the measured refresh intervals must agree with
sipreg.expires.used; a Warning or an Error may occur only where FINDINGS has it. FINDINGS is written by hand from
the `issues`, as far as a rule covers them.
"""
import json

# NAME: {rule: frames}: the rule must fire on each frame of the list.
FINDINGS = {
    "alg-sha256-kam": {"retry.challenge_ignored": [23]},
    "atk-replay-accepted": {"sec.credential_replay": [5, 7]},
    "auth-wrongpw-baresip": {
        "auth.rejected": list(range(4, 33, 2)) + list(range(36, 65, 2)),
        # one nonce for a whole second, always nc=1
        "auth.nc_repeat": list(range(5, 32, 2)) + list(range(37, 64, 2))},
    "callid-new-each": {"refresh.callid_changed": [5, 9, 13]},
    "cseq-faults": {"refresh.cseq_not_increased": [5, 17], "retry.cseq_same": [7, 11], "resp.failure": [20]},
    "ct-star-fetch": {"reg.star_expires": [13, 15], "resp.failure": [16]},
    "down-icmp": {"txn.icmp_unreachable": [2, 4, 6, 80], "txn.unanswered": [1, 3, 17]},
    "exp-423-three": {"ok.expires_reduced": []},
    "exp-shortened": {"ok.expires_reduced": [4, 8, 13, 15, 21, 23]},
    "killed-late": {"binding.expired": [8]},
    "late-refresh": {"refresh.late": [9]},
    "nonce-nc": {"auth.nonce_reused": [6, 9, 12, 14]},
    "nonce-noqop": {"auth.qop_missing": [2], "auth.nonce_reused_no_nc": [6, 9, 12, 14]},
    "slow-registrar": {"txn.icmp_unreachable": [52]},
}

# Correct Warnings on a frame that has no issue; the rule may fire on these frames or, with None, anywhere.
TOLERATED = {
    "auth-wrongpw-baresip": {"auth.retry_rejected": None, "retry.storm": None},
    "cseq-faults": {"refresh.cseq_not_increased": [7, 11, 19], "order.stale_accepted": [8]},
    # also on the next attempt, the only place for it in a first pass
    "down-icmp": {"txn.icmp_unreachable": None, "txn.unanswered": [69, 86, 97]},
    "frame-udp": {"reg.cseq_range": [24, 26]},
}

# Must fire at least once, on any frame.
SOMEWHERE = {
    "auth-wrongpw-baresip": ["auth.retry_rejected"],
    "nat-both-sides": ["nat.detected"],
}

# Must not fire at all: what a naive tool reports (`non_issues`). Warnings are checked anyway.
NEVER = {
    "auth-wrongpw-baresip": ["sec.bruteforce", "sec.credential_replay"],
    "ct-two-uas": ["refresh.contact_changed", "refresh.callid_changed", "ok.expires_reduced"],
    "exp-lengthened": ["refresh.late", "binding.expired"],
    "exp-shortened": ["refresh.late"],
    "frame-udp": ["ok.expires_missing"],
    "killed-late": ["refresh.cseq_not_increased"],
    "mid-capture": ["auth.nonce_unknown", "refresh.late", "auth.none"],
    "multi-aor": ["sec.enumeration", "refresh.callid_changed"],
    "n-jssip-ws": ["nat.detected", "nat.contact_private"],
    "outbound-two-flows": ["refresh.callid_changed", "ob.not_confirmed"],
    "proxy-two-hops": ["nat.detected", "sec.credential_replay", "refresh.callid_changed"],
    "snaplen-300": ["reg.mandatory_missing", "auth.none", "retry.challenge_ignored", "ok.no_contact"],
}

# Two capture points, or a proxy: each message is captured twice.
DOUBLED = {"nat-both-sides", "proxy-two-hops"}

# The first part of a role is what the REGISTER is for, the second what it carries.
REQUEST_STEPS = {"no-credentials": {"request"}, "cached-nonce": {"request"}, "answers-challenge": {"retry"},
                 "with-credentials": {"request", "retry"}}
ROLE_STEPS = {
    "challenge": {"challenge"}, "challenge-again": {"challenge"}, "challenge-stale": {"challenge"},
    "ok": {"accepted"}, "interval-too-brief": {"interval-too-brief"}, "reject-400": {"rejected"},
    "retransmission": {"retransmission"},
}
INTENTS = {"unregister": {"remove"}, "unregister-all": {"remove-all"}, "fetch": {"fetch"},
           "initial": {"register", "add", "change"}, "refresh": {"refresh", "change", "register"}, "late": {"refresh"}}
NO_ITEM = {"keepalive", "stun", "tcp", "tlsv1", "tlsv1.3", "http", "websocket", "other-request", "other-response"}


def steps_of(name, role, what):
    """The steps that a message of this role may be."""
    carries = role.split("/")[-1]
    steps = set(REQUEST_STEPS.get(carries, ROLE_STEPS.get(role, set())))
    if name == "exp-423-three" and carries in ("no-credentials", "cached-nonce"):
        steps |= {"retry"}  # the REGISTER after a 423 is a retry
    if "(again;" in what:
        steps |= {"retransmission"}  # a retransmitted response, perhaps with another nonce
    if name in DOUBLED:
        steps |= {"copy"}
    return steps


def check_steps(name, series, frame_list, items):
    complaints = []
    by_frame = {}
    for frame, fields, _ in items:
        by_frame.setdefault(frame, []).append(fields)
    for entry in frame_list:
        frame, role = entry["frame"], entry["role"]
        found = by_frame.get(frame, [])
        messages = entry.get("messages", [entry])
        if name == "snaplen-300":
            continue  # half of each message is missing: it is correct to report nothing, too
        if role == "sip-not-dissected":
            continue  # not dissected by 4.0, perhaps by later series
        if role in NO_ITEM:
            if found:
                complaints.append(f"frame {frame} is {role} and has an item")
            continue
        if role == "icmp":
            wanted = "undeliverable" if "quoting" in entry["what"] else None
            steps = [fields.get("sipreg.step", ["-"])[0] for fields in found]
            if steps != ([wanted] if wanted else []):
                complaints.append(f"frame {frame}: {steps}, not {wanted}")
            continue
        if len(found) != len(messages):
            complaints.append(f"frame {frame} ({role}): {len(found)} items, not {len(messages)}")
            continue
        for message, fields in zip(messages, found):
            step = fields.get("sipreg.step", ["-"])[0]
            steps = steps_of(name, message["role"], message["what"])
            if step not in steps:
                complaints.append(f"frame {frame} ({message['role']}): {step}, not {' or '.join(sorted(steps))}")
            intent = fields.get("sipreg.intent", ["-"])[0]
            intents = INTENTS.get(message["role"].split("/")[0])
            if intents and step != "copy" and intent not in intents:
                complaints.append(f"frame {frame} ({message['role']}): intent {intent}")
    return complaints


def check_intervals(intervals, items):
    """The truth has the seconds between two accepted attempts, the plugin the share of the grant used up at the REGISTER."""
    complaints = []
    for interval in intervals:
        ok = [fields for frame, fields, _ in items if frame == interval["ok_frame"]]
        if not ok or ok[0].get("sipreg.step", ["-"])[0] != "accepted":
            continue
        place = ok[0].get("sipreg.id"), ok[0].get("sipreg.attempt")
        used = [float(fields["sipreg.expires.used"][0]) for frame, fields, _ in items
                if (fields.get("sipreg.id"), fields.get("sipreg.attempt")) == place
                and "sipreg.expires.used" in fields]
        if not used:
            complaints.append(f"frame {interval['ok_frame']}: its attempt has no sipreg.expires.used")
        elif abs(used[0] / 100 * interval["granted"] - interval["seconds"]) > 2.0:
            complaints.append(f"frame {interval['ok_frame']}: {used[0]:.1f} % of {interval['granted']} s were used, "
                              f"not {interval['share'] * 100:.1f} %")
    return complaints


def check_findings(name, late_items):
    wanted = FINDINGS.get(name, {})
    tolerated = TOLERATED.get(name, {})
    fired = {(rule, frame) for frame, _, findings in late_items for _, rule, _ in findings}
    complaints = [f"no {rule} on frame {frame}" for rule, frames in wanted.items() for frame in frames
                  if (rule, frame) not in fired]
    complaints += [f"no {rule}" for rule in SOMEWHERE.get(name, []) if rule not in {r for r, _ in fired}]
    complaints += [f"{rule} on frame {frame}" for rule, frame in sorted(fired) if rule in NEVER.get(name, [])]
    for frame, _, findings in late_items:
        for severity, rule, message in findings:
            frames = tolerated.get(rule, [])
            if severity in ("WARN", "ERROR") and frame not in wanted.get(rule, []) and \
                    not (rule in tolerated and (frames is None or frame in frames)):
                complaints.append(f"{severity} {rule} on frame {frame}: {message}")
    return complaints


def check(path, series, items, late_items):
    """Yields (what was checked, complaints)."""
    with open(path[:-len(".pcapng")] + ".truth.json", encoding="utf-8") as file:
        truth = json.load(file)
    name = truth["capture"][:-len(".pcapng")]
    yield "the role of each frame", check_steps(name, series, truth["frame_list"], items)
    yield "the refresh intervals", check_intervals(truth["refresh_intervals"], items)
    yield "findings where there is an issue, and only there", check_findings(name, late_items)
