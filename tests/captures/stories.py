# SPDX-License-Identifier: GPL-2.0-or-later
"""The story of a capture: one row per message, its findings below it, and the diagnoses at the end."""

# The columns of a story: heading, width, field.
COLUMNS = [("frame", 5, None), ("id", 2, "sipreg.id"), ("hop", 3, "sipreg.hop"), ("step", 18, "sipreg.step"),
           ("intent", 10, "sipreg.intent"), ("state", 11, "sipreg.state"), ("attempt", 7, None),
           ("requested", 9, "sipreg.expires.requested"), ("granted", 7, "sipreg.expires.granted"),
           ("nonce", 21, None), ("aor", 0, "sipreg.aor")]


def story_of(items, late_items):
    def first(fields, name):
        return (fields.get(name) or ["-"])[0]

    lines = ["  ".join(heading.ljust(width) for heading, width, _ in COLUMNS).rstrip()]
    for frame, fields, findings in items:
        refresh = first(fields, "sipreg.refresh")
        cells = {"frame": str(frame), "attempt": first(fields, "sipreg.attempt") + "." + first(fields, "sipreg.try") +
                 ("" if refresh == "-" else " r" + refresh),
                 "nonce": first(fields, "sipreg.nonce.verdict") + " " + first(fields, "sipreg.nonce.use")}
        if cells["nonce"].endswith(" -"):
            cells["nonce"] = cells["nonce"][:-2]
        row = "  ".join((cells.get(heading) or first(fields, name)).ljust(width) for heading, width, name in COLUMNS)
        lines.append(row.rstrip())
        lines += [f"         {severity} {rule}: {message}" for severity, rule, message in findings]
    lines += diagnoses_of(late_items)
    return "\n".join(lines) + "\n"


def diagnoses_of(items):
    """The final diagnosis of each registration that has one, as of the second pass."""
    last = {}
    for _, fields, _ in items:
        if "sipreg.id" in fields and "sipreg.diagnosis" in fields:
            last[int(fields["sipreg.id"][0])] = fields["sipreg.diagnosis"][0]
    return [f"diagnosis of {number}: {text}" for number, text in sorted(last.items())]
