# SPDX-License-Identifier: GPL-2.0-or-later
"""What the lints know of the rules: the rows of plugin/rules, their texts and the sequences of tests/rules."""
import os
import re

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RULES = os.path.join(TOP, "plugin", "rules")
ROW_COLUMNS = ("name", "filter", "severity", "group", "triggers")
TEXT_COLUMNS = ("name", "kind", "summary", "section", "cause", "advice")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
COMMENT = re.compile(r'/\*.*?\*/', re.S)


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        return file.read()


def code(path):
    """A source without its comments."""
    return COMMENT.sub("", read(path))


def functions(path):
    """{name: text} of the functions defined in a source."""
    found = {}
    for match in re.finditer(r"^[a-z][^\n;{}#]*?\b(\w+)\((?:[^(){};]|\([^()]*\))*\)\n\{\n(.*?)^\}", code(path), re.M | re.S):
        found[match.group(1)] = match.group(2)
    return found


def reach(functions_there, name, _seen=None):
    """The text of a function and of everything that it calls, as far as that is there."""
    seen = _seen if _seen is not None else set()
    if name in seen or name not in functions_there:
        return ""
    seen.add(name)
    text = functions_there[name]
    return text + "".join(reach(functions_there, called, seen) for called in sorted(set(re.findall(r"\b(\w+)\(", text))))


def _column(text):
    strings = STRING.findall(text)
    if strings:
        return "".join(strings).replace('\\"', '"').replace("\\\\", "\\")
    return " ".join(text.split())


def _columns(row):
    """The arguments of a macro call, split at commas outside strings and parentheses."""
    parts, depth = [""], 0
    for piece in re.findall(r'"(?:[^"\\]|\\.)*"|[^"(),]+|[(),]', row, re.S):
        depth += (piece == "(") - (piece == ")")
        if piece == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece
    return [_column(part) for part in parts]


def calls(path, macro):
    """The arguments of each MACRO(...) at the start of a line of a .def or of a list of rows, in its order."""
    text = code(path).replace("\\\n", "\n")
    found = []
    for match in re.finditer(rf"^ *{macro}\(", text, re.M):
        body = re.match(r'(?:[^"()]|"(?:[^"\\]|\\.)*"|\((?:[^"()]|"(?:[^"\\]|\\.)*")*\))*', text[match.end():], re.S)
        found.append(_columns(body.group(0)))
    return found


def chapters():
    """[(chapter, title, [row])] in the order of evaluation; a row is a dict by ROW_COLUMNS and TEXT_COLUMNS, with
    "id", "after" (names of rules) and "forms", {form: template}."""
    found = []
    for name in re.findall(r'#include "rules/([\w/]+)\.def"', read("plugin/rules/catalogue.def")):
        path = os.path.join("plugin", "rules", name)
        title = re.search(r"^ \* (?!SPDX)(.+?)\n \*/", read(path + ".def"), re.M | re.S).group(1).replace("\n * ", " ")
        texts = {row[0]: dict(zip(TEXT_COLUMNS, row)) for row in calls(path + "_text.def", "TEXT")}
        sentences = dict(calls(path + "_text.def", "SENTENCE"))
        forms = calls(path + ".def", "FORM")
        rows = []
        for columns in calls(path + ".def", "RULE"):
            row = dict(zip(ROW_COLUMNS, columns))
            row["id"] = row["filter"].removeprefix("sipreg.")
            row["after"] = re.findall(r"\w+", columns[5].removeprefix("AFTER")) if len(columns) > 5 else []
            row.update(texts.get(row["name"], {}))
            names = [row["name"]] + [form for form, rule in forms if rule == row["name"]]
            row["forms"] = {form: sentences.get(form) for form in names}
            rows.append(row)
        found.append((name, title, rows))
    return found


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
