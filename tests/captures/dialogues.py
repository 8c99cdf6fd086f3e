# SPDX-License-Identifier: GPL-2.0-or-later
"""Short dialogues that the recordings do not contain, and the rows that the tables must show for them, in one pass and
in two."""
import functools
import os
import re
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "bench"))
import packets  # noqa: E402

START = 1700000000  # 2023-11-14 22:13:20
PLACES = {"A": packets.address_of(0), "B": packets.address_of(1), "S": packets.SERVER, "T": packets.SERVER + 1}
PHONES = "AB"  # 10.0.0.101 and .102, which register sip:u@h at S and T (10.0.0.1 and .2)

PLAIN = "Contact: <sip:u@10.0.0.101>;expires={}"
OTHER = "Contact: <sip:u@10.0.0.102>;expires={}"
FLOW = 'Contact: <sip:u@10.0.0.101>;expires={};reg-id=1;+sip.instance="<urn:uuid:00000000-0000-0000-0000-00000000000a>"'
DEVICE = 'Contact: <sip:{}@10.0.0.101>;expires={};+sip.instance="<urn:uuid:00000000-0000-0000-0000-00000000000a>"'
PROXY = "Via: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKbehind"
BRIEF = "423 Interval Too Brief"
OUTBOUND = "Supported: path, outbound"


def challenge(nonce, realm="h", header="WWW-Authenticate", algorithm="MD5"):
    return f'{header}: Digest realm="{realm}", nonce="{nonce}", qop="auth", algorithm={algorithm}'


def credentials(nonce, count, realm="h", header="Authorization"):
    return (f'{header}: Digest username="u", realm="{realm}", nonce="{nonce}", uri="sip:h", qop=auth, nc={count:08x}, '
            f'cnonce="{count}", response="{count:032x}", algorithm=MD5')


def challenged(*more):
    return [(0, "A S", 1, "REGISTER", PLAIN.format(60)), (.1, "S A", 1, "401 Unauthorized", *more)]


# The name of the case; the table; the messages: seconds, source and destination, CSeq, request or status, headers; the
# beginnings of the expected rows.
CASES = [
    ("a binding that is listed in another form than sent is recognised when it is removed", "bindings",
     [(0, "A S", 1, "REGISTER", "Contact: <sip:u@Phone.H;transport=udp>", "Expires: 60"),
      (.1, "S A", 1, "200 OK", "Contact: <sip:u@phone.h;transport=UDP>;expires=60"),
      (30, "A S", 2, "REGISTER", "Contact: <sip:u@Phone.H;transport=udp>", "Expires: 0"), (30.1, "S A", 2, "200 OK")],
     ["sip:u@h sip:u@phone.h;transport=UDP #0 in 2 #0 in 4 60 2023-11-14 22:14:20 - -"]),
    ("a reg-id that the registrar does not list does not create a second binding", "bindings",
     [(0, "A S", 1, "REGISTER", OUTBOUND, FLOW.format(600)), (.1, "S A", 1, "200 OK", PLAIN.format(600)),
      (10, "B S", 1, "REGISTER", OTHER.format(600)), (10.1, "S B", 1, "200 OK", OTHER.format(600), PLAIN.format(590)),
      (20, "A S", 2, "REGISTER", OUTBOUND, FLOW.format(0)), (20.1, "S A", 2, "200 OK", OTHER.format(590))],
     ["sip:u@h sip:u@10.0.0.101 #0 in 2 #0 in 6 600 2023-11-14 22:23:20 urn:uuid:00000000-0000-0000-0000-00000000000a 1",
      "sip:u@h sip:u@10.0.0.102 #1 in 4 - 600 2023-11-14 22:23:30 - -"]),
    ("a binding that the registrar no longer lists was dropped", "bindings",
     [(0, "A S", 1, "REGISTER", PLAIN.format(3600)), (.1, "S A", 1, "200 OK", PLAIN.format(3600)),
      (10, "B S", 1, "REGISTER", OTHER.format(3600)), (10.1, "S B", 1, "200 OK", OTHER.format(3600))],
     ["sip:u@h sip:u@10.0.0.101 #0 in 2 registrar in 4 3600 2023-11-14 23:13:20 - -",
      "sip:u@h sip:u@10.0.0.102 #1 in 4 - 3600 2023-11-14 23:13:30 - -"]),
    ("a binding that was refreshed outside the capture expires when the registrar's list says", "bindings",
     [(0, "A S", 1, "REGISTER", PLAIN.format(60)), (.1, "S A", 1, "200 OK", PLAIN.format(60)),
      (1000, "B S", 1, "REGISTER", OTHER.format(3600)),
      (1000.1, "S B", 1, "200 OK", OTHER.format(3600), PLAIN.format(3000))],
     ["sip:u@h sip:u@10.0.0.101 #0 in 2 - 60 2023-11-14 23:20:00 - -",
      "sip:u@h sip:u@10.0.0.102 #1 in 4 - 3600 2023-11-14 23:30:00 - -"]),
    ("a binding without an expiry has a row", "bindings",
     [(0, "A S", 1, "REGISTER", PLAIN.format(60)), (.1, "S A", 1, "200 OK", "Contact: <sip:u@10.0.0.101>")],
     ["sip:u@h sip:u@10.0.0.101 #0 in 2 - - - - -"]),
    ("all Contacts that a device left behind are listed", "bindings",
     [(0, "A S", 1, "REGISTER", DEVICE.format("old", 600)), (.1, "S A", 1, "200 OK", DEVICE.format("old", 600)),
      (10, "A S", 2, "REGISTER", DEVICE.format("new", 600)),
      (10.1, "S A", 2, "200 OK", DEVICE.format("new", 600), DEVICE.format("old", 590)),
      (20, "A S", 3, "REGISTER", DEVICE.format("new", 600)),
      (20.1, "S A", 3, "200 OK", DEVICE.format("new", 600), DEVICE.format("old", 580))],
     ["sip:u@h sip:old@10.0.0.101 #0 in 2 - 600 2023-11-14 22:23:20 urn:uuid:00000000-0000-0000-0000-00000000000a -",
      "sip:u@h sip:new@10.0.0.101 #0 in 6 - 600 2023-11-14 22:23:40 urn:uuid:00000000-0000-0000-0000-00000000000a -"]),
    ("the old Contact of a device is dropped, the new one stays", "bindings",
     [(0, "A S", 1, "REGISTER", DEVICE.format("old", 600)), (.1, "S A", 1, "200 OK", DEVICE.format("old", 600)),
      (10, "A S", 2, "REGISTER", DEVICE.format("new", 600), DEVICE.format("old", 0)),
      (10.1, "S A", 2, "200 OK", DEVICE.format("new", 600))],
     ["sip:u@h sip:old@10.0.0.101 #0 in 2 #0 in 4 600 2023-11-14 22:23:20 urn:uuid:00000000-0000-0000-0000-00000000000a -",
      "sip:u@h sip:new@10.0.0.101 #0 in 4 - 600 2023-11-14 22:23:30 urn:uuid:00000000-0000-0000-0000-00000000000a -"]),
    ("a capture behind a proxy yields delays", "delay",
     [(0, "A S", 1, "REGISTER", PROXY, PLAIN.format(60)), (.1, "S A", 1, "200 OK", PROXY, PLAIN.format(60))],
     ["10.0.0.1:5060 1 1 1 100.0 100.0 0 0.0 0.0 100.0"]),
    ("a capture behind a proxy shows who is registered where", "registrations",
     [(0, "A S", 1, "REGISTER", PROXY, PLAIN.format(60)), (.1, "S A", 1, "200 OK", PROXY, PLAIN.format(60))],
     ["0 sip:u@h Chat registered 100.0 0 60 - 2023-11-14 22:13:20 2023-11-14 22:13:20 10.0.0.101:5060 10.0.0.1:5060 UDP - 1 0 0 60"]),
    ("an outage that begins after the last message of its registration has a row", "outages",
     [(0, "A S", 1, "REGISTER", PLAIN.format(60)), (.1, "S A", 1, "200 OK", PLAIN.format(60)),
      (90, "B T", 1, "REGISTER", OTHER.format(600)), (90.1, "T B", 1, "200 OK", OTHER.format(600))],
     ["0 sip:u@h expired open 2023-11-14 22:14:20 open 0 2 2 Probably the client stopped refreshing: "]),
    ("an outage that has ended has a row, and a second one its own", "outages",
     [(0, "A S", 1, "REGISTER", PLAIN.format(60)), (.1, "S A", 1, "403 Forbidden"),
      (10, "A S", 2, "REGISTER", PLAIN.format(60)), (10.1, "S A", 2, "200 OK", PLAIN.format(60)),
      (80.1, "A S", 3, "REGISTER", PLAIN.format(60)), (80.2, "S A", 3, "200 OK", PLAIN.format(60))],
     ["0 sip:u@h refused 10.0 2023-11-14 22:13:20 2023-11-14 22:13:30 0 2 4",
      "0 sip:u@h expired 10.1 2023-11-14 22:14:30 2023-11-14 22:14:40 0 4 6 Probably the client refreshes too late: "]),
    ("outages are counted", "registrations",
     [(0, "A S", 1, "REGISTER", PLAIN.format(60)), (.1, "S A", 1, "403 Forbidden"),
      (10, "A S", 2, "REGISTER", PLAIN.format(60)), (10.1, "S A", 2, "200 OK", PLAIN.format(60)),
      (90.1, "A S", 3, "REGISTER", PLAIN.format(60)), (90.2, "S A", 3, "200 OK", PLAIN.format(60))],
     ["0 sip:u@h Warning registered 66.5 2 60 20.0 2023-11-14 22:13:20 2023-11-14 22:14:50 10.0.0.101:5060 10.0.0.1:5060 UDP - 3 1 1 60"]),
    ("a response counts for the server that the request was sent to", "delay",
     [(0, "A S", 1, "REGISTER", PLAIN.format(60)), (.01, "A T", 2, "REGISTER", PLAIN.format(60)),
      (2, "S A", 1, "200 OK", PLAIN.format(60)), (2.1, "T A", 2, "200 OK", PLAIN.format(60))],
     ["10.0.0.1:5060 1 1 1 2000.0 2000.0 0 0.0 0.0 2000.0", "10.0.0.2:5060 1 1 1 2100.0 2100.0 0 0.0 0.0 2100.0"]),
    ("an attempt that is refused several times counts as one failed attempt", "delay",
     [(1, "A S", 1, "REGISTER", PLAIN.format(10)), (1.1, "S A", 1, BRIEF, "Min-Expires: 20"),
      (2, "A S", 2, "REGISTER", PLAIN.format(20)), (2.1, "S A", 2, BRIEF, "Min-Expires: 30"),
      (3, "A S", 3, "REGISTER", PLAIN.format(30)), (3.1, "S A", 3, "200 OK", PLAIN.format(30))],
     ["10.0.0.1:5060 3 1 1 2100.0 2100.0 2 100.0 66.7 2100.0"]),
    ("an attempt that moves to a second server counts for both, and as failed for the first", "delay",
     [(0, "A S", 1, "REGISTER", PLAIN.format(60)), (33, "A T", 2, "REGISTER", PLAIN.format(60)),
      (33.1, "T A", 2, "200 OK", PLAIN.format(60))],
     ["10.0.0.1:5060 1 1 0 - - 1 100.0 100.0 -", "10.0.0.2:5060 1 1 1 100.0 100.0 0 0.0 0.0 100.0"]),
    ("each of two sets of credentials uses its nonce", "nonces",
     [*challenged(challenge("N1")), (.2, "A S", 2, "REGISTER", PLAIN.format(60), credentials("N1", 1)),
      (.3, "S A", 2, "407 Proxy Authentication Required", challenge("P1", "proxy", "Proxy-Authenticate")),
      (.4, "A S", 3, "REGISTER", PLAIN.format(60), credentials("N1", 2),
       credentials("P1", 1, "proxy", "Proxy-Authorization")), (.5, "S A", 3, "200 OK", PLAIN.format(60))],
     ["2 sip:u@h reused with higher nc 2 2 h N1", "4 sip:u@h first use 1 1 proxy P1"]),
    ("each of two challenges issues its nonce", "nonces",
     challenged(challenge("N256", algorithm="SHA-256"), challenge("N5")),
     ["2 sip:u@h not used 0 - h N256", "2 sip:u@h not used 0 - h N5"]),
    ("two challenges with the same nonce issue it once", "nonces",
     challenged(challenge("N", algorithm="SHA-256"), challenge("N")), ["2 sip:u@h not used 0 - h N"]),
]

def accepted(start, cseq, delay=.1):
    return [(start, "A S", cseq, "REGISTER", PLAIN.format(60)), (start + delay, "S A", cseq, "200 OK", PLAIN.format(60))]


# Why the capture may not be believed: the name of the case; the messages; what the table of registrations says above
# its rows, None: nothing.
CAPTIONS = [
    ("a whole capture", [each for turn in range(4) for each in accepted(50 * turn, turn + 1)], None),
    ("frames are missing", [*accepted(0, 1), *accepted(50, 2)[1:], *accepted(100, 3)],
     "Capture: may lack frames of 1 registration (capture with a larger buffer, dumpcap -B, or closer to the client)"),
    ("one direction is missing", [accepted(50 * turn, turn + 1)[1] for turn in range(4)],
     "Capture: has only one direction of 1 registration (capture both, at the client or at the server)"),
    ("responses precede their requests",
     [each for turn in range(4) for each in reversed(accepted(50 * turn, turn + 1, .0001))],
     "Capture: is out of order (sort it with reordercap)"),
    ("the clock was set", [*accepted(1000, 1), *accepted(1050, 2), *accepted(100, 3), *accepted(150, 4)],
     "Capture: has a clock that was set in frame 5 (times before and after do not compare)"),
]

WIDE = ("-o", "sipreg.table_format:wide")
TITLES = {"AOR", "Frame", "No.", "Severity", "Issued", "Registrar", "s", "ms", "%"}  # what titles and units begin with


def message(way, cseq, what, headers):
    phone = next(name for name in way.split() if name in PHONES)
    is_request = what == "REGISTER"
    client = packets.dotted(PLACES[phone])
    return "\r\n".join([
        "REGISTER sip:h SIP/2.0" if is_request else "SIP/2.0 " + what,
        f"Via: SIP/2.0/UDP {client};branch=z9hG4bK{phone}{cseq};rport" + ("" if is_request else f"=5060;received={client}"),
        f"From: <sip:u@h>;tag={phone}", "To: <sip:u@h>" + ("" if is_request else ";tag=r"), f"Call-ID: {phone}",
        f"CSeq: {cseq} REGISTER", "Max-Forwards: 70", *headers, "Content-Length: 0"]) + "\r\n\r\n"


def write(path, messages):
    packets.write(path, [])
    with open(path, "ab") as file:
        for seconds, way, cseq, what, *headers in messages:
            source, destination = (PLACES[name] for name in way.split())
            data = packets.frame(source, destination, 5060, 5060, message(way, cseq, what, headers).encode())
            file.write(struct.pack("<IIII", START + int(seconds), round(seconds % 1 * 1e6), len(data), len(data)) + data)
    os.chmod(path, 0o644)


def rows_of(text):
    """The lines between the heading and the end."""
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if line.startswith("---")), len(lines)) + 1
    return [line for line in lines[start:] if re.match(r" *[^ =]", line)]


def cells_of(text):
    """The cells of each row; a remark, which is on a line of its own, is the last one."""
    rows = []
    for line in rows_of(text):
        if re.match(r" {5,}\S+( \S+)*$", line) and rows:
            rows[-1].append(line.strip())
        elif line.split()[0] not in TITLES:
            rows.append(re.split(" {2,}", line.strip()))
    return rows


def cases(tshark, work):
    """(what, a function that returns the complaints)"""
    return [(what, functools.partial(check_case, tshark, os.path.join(work, f"rows-{number}.pcap"), *case))
            for number, (what, *case) in enumerate(CASES)] + \
        [(f"above the registrations stands how far the capture may be believed: {what}",
          functools.partial(check_caption, tshark, os.path.join(work, f"caption-{number}.pcap"), *case))
         for number, (what, *case) in enumerate(CAPTIONS)]


def check_caption(tshark, path, messages, wanted):
    write(path, messages)
    complaints = []
    for options in ([], ["-2"]):
        printed = tshark.run(*options, *WIDE, "-q", "-z", "sipreg,registrations", "-r", path).stdout
        caption = re.search("^Capture: .*", printed, re.M)
        if (caption and caption[0]) != wanted:
            complaints.append(f"{' '.join(options)} says {caption and caption[0]}, not {wanted}")
    return complaints


def check_case(tshark, path, table, messages, wanted):
    write(path, messages)
    complaints = []
    for options in ([], ["-2"]):
        printed = tshark.run(*options, *WIDE, "-q", "-z", "sipreg," + table, "-r", path).stdout
        rows = [" ".join(cells) for cells in cells_of(printed)]
        if [row[:len(want)] for row, want in zip(rows, wanted)] != wanted or len(rows) != len(wanted):
            complaints.append(f"{' '.join(options)} has {rows}, not {wanted}")
    return complaints
