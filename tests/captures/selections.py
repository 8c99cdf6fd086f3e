# SPDX-License-Identifier: GPL-2.0-or-later
"""What Wireshark's menus make of a row in the packet details: "Apply as Filter" selects the packet that the row is in, and
names a field of sipreg. filter_probe.c prints these filters, and applies them; tshark has no other access to them."""
import collections
import os

import filters


def rows_of(tshark, plugins, path):
    """{filter: {frames with a row that offers it}}, and the fields of rows that offer none"""
    offered, without = collections.defaultdict(set), set()
    done = tshark.run("-2", "-V", "-r", path, "-z", "probe,rows", WIRESHARK_PLUGIN_DIR=plugins)
    for line in done.stdout.split("\n"):
        if line.startswith("ROW\t"):
            _, frame, field, text = line.split("\t", 3)
            if text:
                offered[text].add(frame)
            else:
                without.add(field)
    return offered, without


def passing(tshark, plugins, path, texts, work):
    """{filter: {frames that pass it}}, and the complaints about those that are invalid"""
    name = os.path.join(work, os.path.basename(path) + ".filters")
    with open(name, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.writelines(text + "\n" for text in texts)
    passed, complaints = collections.defaultdict(set), []
    done = tshark.run("-2", "-q", "-r", path, "-z", "probe," + name, WIRESHARK_PLUGIN_DIR=plugins)
    for line in done.stdout.split("\n"):
        if line.startswith("PASSES\t"):
            _, frame, number = line.split("\t")
            passed[texts[int(number)]].add(frame)
        elif line.startswith("INVALID\t"):
            complaints.append(line)
    return passed, complaints + ([done.stderr] if done.returncode else [])


def check(tshark, plugins, path, work):
    offered, without = rows_of(tshark, plugins, path)
    texts = sorted(offered)
    passed, complaints = passing(tshark, plugins, path, texts, work)
    complaints += [f"{field} offers no filter" for field in sorted(without)]
    complaints += [f"{text} is no filter of sipreg" for text in texts if not text.startswith("sipreg")]
    complaints += [f"{text} does not select {sorted(offered[text] - passed[text], key=int)}" for text in texts
                   if offered[text] - passed[text]]
    return complaints or ([] if texts else ["there are no rows"])


def cases(tshark, work, captures):
    """(what, a function that returns the complaints); captures: {name: path}"""
    hostile = os.path.join(work, "hostile-rows.pcap")
    filters.hostile_capture(hostile)
    os.chmod(hostile, 0o644)

    def check_all():
        plugins = filters.build_probe(tshark, work, "plugins-and-rows")
        return [f"{os.path.basename(path)}: {complaint}" for path in (*captures.values(), hostile)
                for complaint in check(tshark, plugins, path, work)]

    return [('"Apply as Filter" selects the packet on each row of each recording', check_all)]
