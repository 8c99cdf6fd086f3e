# SPDX-License-Identifier: GPL-2.0-or-later
"""What the lints know of the rules: the rows of plugin/rules, and rules.tsv, which holds what each
rule was agreed to be: its severity, group, class (V violation, N noteworthy, A assumption) and rank, and where a
rule cannot be judged from a capture the reason why it is left out."""
import csv
import os
import re

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RULES = os.path.join(TOP, "plugin", "rules")
COLUMNS = ("name", "id", "severity", "group", "occasions", "summary", "section", "cause", "advice")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
ROW = re.compile(r'^RULE\(((?:[^"()]|"(?:[^"\\]|\\.)*"|/\*.*?\*/)*)\)', re.M | re.S)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def _column(text):
    strings = STRING.findall(text)
    if strings:
        return "".join(strings).replace('\\"', '"').replace("\\\\", "\\")
    return " ".join(text.split())


def _columns(row):
    """The arguments of one RULE(...), split at commas outside strings."""
    parts = [""]
    for piece in re.findall(r'"(?:[^"\\]|\\.)*"|/\*.*?\*/|[^"/,]+|[,/]', row, re.S):
        if piece == ",":
            parts.append("")
        elif not piece.startswith("/*"):
            parts[-1] += piece
    return [_column(part) for part in parts]


def chapters():
    """[(chapter, title, [row])] in the order of evaluation; a row is a dict by COLUMNS."""
    found = []
    for name in re.findall(r'#include "rules/([\w/]+)\.def"', read(os.path.join(RULES, "catalogue.def"))):
        text = read(os.path.join(RULES, name + ".def"))
        title = re.search(r"^ \* (?!SPDX)(.+?)\n \*/", text, re.M | re.S).group(1).replace("\n * ", " ")
        rows = [dict(zip(COLUMNS, _columns(row))) for row in ROW.findall(text)]
        assert len(rows) == len(re.findall(r"^RULE\(", text, re.M)), f"{name}.def: a row that cannot be read"
        found.append((name, title, rows))
    return found


def agreed():
    """rules.tsv: {id: dict by column}."""
    with open(os.path.join(TOP, "tests", "lint", "rules.tsv"), encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def sequences():
    """Cases of tests/rules: {"FIRES": {id: [sentence]}, "SILENT": ..., "PITFALL": {number: [sentence]}}."""
    cases = {"FIRES": {}, "SILENT": {}, "PITFALL": {}}
    folder = os.path.join(TOP, "tests", "rules")
    for name in sorted(os.listdir(folder)):
        if not (name.startswith("test_") and name.endswith(".c")):
            continue
        text = read(os.path.join(folder, name))
        for kind, rule, sentence in re.findall(r'\b(FIRES|SILENT|PITFALL)\("([^"]+)",\s*((?:"(?:[^"\\]|\\.)*"\s*)+),', text):
            cases[kind].setdefault(rule, []).append("".join(STRING.findall(sentence)))
    return cases
