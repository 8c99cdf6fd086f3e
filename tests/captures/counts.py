# SPDX-License-Identifier: GPL-2.0-or-later
"""One thing is counted one way: Expert Information, the table of findings and the filters sipreg.<rule> agree, in one pass
and in two. And each finding has its sentence, its usual cause and what to do."""
import collections
import re

TABLES = ["-z", "expert,sipreg", "-z", "sipreg,findings"]
SEVERITIES = {"Errors": "ERROR", "Warns": "WARN", "Notes": "note", "Chats": "chat"}
WORDS = {"Error": "ERROR", "Warning": "WARN", "Note": "note", "Chat": "chat"}


def split(text):
    """The output of -T fields with TABLES: that of the fields, and that of the tables."""
    lines = text.splitlines(keepends=True)
    fields = [line for line in lines if re.match(r"\d+\t", line)]
    return "".join(fields), "".join(line for line in lines if not re.match(r"\d+\t", line))


def expert_of(text):
    """{(severity, sentence): count} of Expert Information; those of SIP, TCP and others are not ours."""
    counts, severity = collections.Counter(), None
    for line in text.splitlines():
        heading = re.match(r"(Errors|Warns|Notes|Chats) \(\d+\)$", line)
        row = re.match(r" *(\d+) +\S.* SIPREG  (.*)$", line)
        if heading:
            severity = SEVERITIES[heading[1]]
        elif row:
            counts[severity, row[2]] += int(row[1])
    return counts


def findings_of(text):
    """{(severity, rule): count} of the table of findings."""
    rows = re.findall(r"^(Error|Warning|Note|Chat) +(\d+) +\d+  (\S+)$", text, re.MULTILINE)
    return collections.Counter({(WORDS[severity], rule): int(count) for severity, count, rule in rows})


def check(tables, items):
    """tables: what TABLES printed; items: those of the tree, (frame, fields, [(severity, rule, sentence)])."""
    found = [finding for _, _, findings in items for finding in findings]
    by_sentence = collections.Counter((severity, sentence) for severity, _, sentence in found)
    by_rule = collections.Counter((severity, rule) for severity, rule, _ in found)
    # A frame with two messages counts once for a filter.
    frames = collections.Counter(rule for _, _, findings in items for rule in {rule for _, rule, _ in findings})
    rules = collections.Counter()
    for (_, rule), count in findings_of(tables).items():
        rules[rule] += count
    return (differences("Expert Information", expert_of(tables), "the tree", by_sentence) +
            differences("the table of findings", findings_of(tables), "the tree", by_rule) +
            differences("the table of findings", rules, "the messages that sipreg.<rule> selects", frames) +
            [f"frame {frame}: {len(fields.get('sipreg.finding.' + part, []))} {part} of {len(findings)} findings"
             for frame, fields, findings in items for part in ("text", "cause", "action")
             if len(fields.get("sipreg.finding." + part, [])) != len(findings)])


def differences(one, counts, other, wanted):
    return [f"{key}: {counts[key]} in {one}, {wanted[key]} in {other}"
            for key in sorted(set(counts) | set(wanted)) if counts[key] != wanted[key]]
