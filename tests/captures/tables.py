# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables, where the recordings do not test them: many registrations, hostile text, invalid arguments, and the
interface that Wireshark's windows and sharkd use and tshark does not."""
import functools
import json
import os
import re
import resource
import shutil
import struct
import subprocess
import sys

import dialogues
import filters

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "bench"))
import packets  # noqa: E402

TOUR = os.path.join(os.path.dirname(os.path.dirname(HERE)), "captures", "tour.pcapng")
NAMES = ["registrations", "outages", "calls", "connections", "bindings", "findings", "nonces", "delay"]
MANY, SOME = 5000, 50
BYTES_A_ROW = 1024  # in each table that has a row per registration
NOISE = 2 << 20     # two runs of the same program differ by less
NONCES = 15000
ALIKE = ("az", "bY")  # both have the same g_str_hash, and so have all strings composed of them


def cases(tshark, work):
    """(what, a function that returns the complaints)"""
    many = os.path.join(work, "many.pcap")
    packets.write(many, packets.registers(4 * MANY))
    hostile = os.path.join(work, "hostile-tables.pcap")
    filters.hostile_capture(hostile)
    chosen = [os.path.join(work, name) for name in ("nonces-alike.pcap", "nonces.pcap")]
    for path, pair in zip(chosen, (ALIKE, ("az", "bX"))):
        packets.write(path, nonces(pair))
    for path in (many, hostile, *chosen):
        os.chmod(path, 0o644)
    partial = functools.partial
    return [
        (f"{MANY} registrations make {MANY} rows", partial(check_rows, tshark, many)),
        ("a table takes limited memory per row", partial(check_memory, tshark, many)),
        ("nonces chosen for colliding hashes take no longer than others", partial(check_chosen, tshark, *chosen)),
        ("a table shows no control characters, whatever an AOR contains", partial(check_hostile, tshark, hostile)),
        ("an unknown table and an invalid filter are refused", partial(check_arguments, tshark, hostile)),
        ("a row keeps its severity when a ring buffer switches files", partial(check_ring, tshark, work)),
        *dialogues.cases(tshark, work),
        ("sharkd returns the rows that tshark prints, also when they are requested again, or twice at once",
         partial(check_sharkd, tshark, TOUR)),
    ]


def check_rows(tshark, path):
    done = tshark.run("-q", "-z", "sipreg,registrations", "-r", path)
    numbers = [line.split()[0] for line in dialogues.rows_of(done.stdout)[2:]]
    wanted = [str(number) for number in range(MANY)]
    return [] if numbers == wanted else [f"{len(numbers)} rows, from {numbers[:3]} to {numbers[-3:]}"]


def spent(tshark, *arguments):
    """The resources used by a run, as resource.struct_rusage."""
    script = ("import os, sys\npid = os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:])\n"
              "print(*os.wait4(pid, 0)[2], file=sys.stderr)")
    done = subprocess.run([*tshark.prefix, sys.executable, "-c", script, tshark.program, *arguments],
                          env=tshark.environment, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    return resource.struct_rusage([float(figure) for figure in done.stderr.splitlines()[-1].split()])


def peak(tshark, *arguments):
    """The peak memory of a run, in bytes."""
    return spent(tshark, *arguments).ru_maxrss * 1024


def check_memory(tshark, path):
    without = peak(tshark, "-q", "-z", "sipreg,delay", "-r", path)
    complaints = []
    for name in ("registrations", "bindings", "nonces"):
        more = peak(tshark, "-q", "-z", "sipreg," + name, "-r", path) - without
        if more > MANY * BYTES_A_ROW + NOISE:
            complaints.append(f"{name}: {more} bytes more for {MANY} rows")
    return complaints


def nonces(pair):
    for number in range(NONCES):
        nonce = "".join(pair[number >> bit & 1] for bit in range(NONCES.bit_length()))
        text = packets.message("REGISTER sip:example.com SIP/2.0", 0, number + 1, "Max-Forwards: 70",
                               f'Authorization: Digest username="agent0", realm="example.com", nonce="{nonce}", '
                               f'uri="sip:example.com", response="{0:032x}"')
        yield packets.frame(packets.address_of(0), packets.SERVER, 5060, 5060, text)


def check_chosen(tshark, chosen, others):
    seconds = [spent(tshark, "-q", "-z", "sipreg,nonces", "-r", path).ru_utime for path in (chosen, others)]
    return [] if seconds[0] < 2 * seconds[1] + 1 else [f"{seconds[0]:.1f} s, and {seconds[1]:.1f} s for others"]


def check_hostile(tshark, path):
    complaints = []
    printed = {name: tshark.run("-q", "-z", "sipreg," + name, "-r", path) for name in NAMES}
    for name, done in printed.items():
        if done.returncode or re.search(r"[\x00-\x09\x0b-\x1f\x7f]", done.stdout):
            complaints.append(f"{name}: exit status {done.returncode}, {done.stdout!r}")
    rows = dialogues.rows_of(printed["registrations"].stdout)[2:]
    phones = len(filters.USERS) + len(filters.PAIR)
    if len(rows) != phones:
        complaints.append(f"{len(rows)} rows for {phones} phones")
    return complaints


def check_arguments(tshark, path):
    complaints = []
    for argument, what in (("sipreg,registrationsx", "no such table"), ("sipreg,registration", "Invalid -z argument"),
                           ("sipreg,nonces,sipreg.nothing == 1", "sipreg.nothing")):
        done = tshark.run("-q", "-z", argument, "-r", path)
        if done.returncode == 0 or what not in done.stderr:
            complaints.append(f"{argument}: exit status {done.returncode}, {done.stderr!r}")
    return complaints


def check_ring(tshark, work):
    """A REGISTER without a response, which is detected while others register."""
    folder = os.path.join(work, "ring")
    os.mkdir(folder)
    os.chmod(folder, 0o777)
    path = os.path.join(folder, "all.pcap")
    request = next(packets.registration(SOME))[1]
    packets.write(path, [packets.frame(packets.address_of(SOME), packets.SERVER, 5060, 5060, request)])
    with open(path, "ab") as file:
        for number, data in enumerate(packets.registers(4 * SOME)):
            file.write(struct.pack("<IIII", 1700000100 + number, 0, len(data), len(data)) + data)
    rows = []
    for packets_a_file in (2 * SOME, 8 * SOME):
        with open(path, "rb") as file:
            done = subprocess.run([*tshark.prefix, tshark.program, "-i", "-", "-b", f"packets:{packets_a_file}", "-w",
                                   os.path.join(folder, f"{packets_a_file}.pcapng"), "-q", "-z", "sipreg,registrations"],
                                  env=tshark.environment, stdin=file, text=True, capture_output=True, timeout=60)
        rows.append([line.split() for line in dialogues.rows_of(done.stdout) if line.startswith("  0 ")][:1])
    return [] if rows[0] and rows[0] == rows[1] else [f"{rows[0]}, and in one file {rows[1]}: {done.stderr[-300:]}"]


def as_printed(titles, row):
    """The cells of a row in the order in which tshark prints them: the sentence last, and without its short form."""
    cells = dict(zip(titles, (str(cell) or "-" for cell in row)))
    sentence = [cells.pop(title) for title in ("Diagnosis", "Meaning") if title in cells]
    if "Diagnosis" in titles:
        del cells["Verdict"]
    return [*cells.values(), *sentence]


def check_sharkd(tshark, path):
    sharkd = shutil.which("sharkd", path=os.path.dirname(shutil.which(tshark.program) or "") or None)
    if not sharkd:
        return ["there is no sharkd beside tshark"]
    requests = [{"method": "load", "params": {"file": path}}]
    requests += [{"method": "tap", "params": {f"tap{n}": "nstat:sipreg," + name for n in range(times)}}
              for times in (1, 1, 2) for name in NAMES]
    lines = [json.dumps({"jsonrpc": "2.0", "id": number, **each}) + "\n" for number, each in enumerate(requests, 1)]
    done = subprocess.run([*tshark.prefix, sharkd, "-"], env=tshark.environment, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=300, input="".join(lines))
    responses = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    taps = [response["result"]["taps"] for response in responses if "taps" in response.get("result", {})]
    if len(taps) != 3 * len(NAMES):
        return [f"{len(taps)} responses: {done.stdout[:300]} {done.stderr[-300:]}"]
    complaints = []
    printed = {name: sorted(dialogues.cells_of(tshark.run("-2", *dialogues.WIDE, "-q", "-z", "sipreg," + name, "-r", path).stdout))
               for name in NAMES}
    for number, said in enumerate(taps):
        name = NAMES[number % len(NAMES)]
        for tap in said:
            rows = sorted(as_printed([field["c"] for field in tap["fields"]], row) for row in tap["tables"][0]["i"])
            if rows != printed[name]:
                complaints.append(f"{name}, response {number}: {rows}, and tshark {printed[name]}")
    return complaints
