# SPDX-License-Identifier: GPL-2.0-or-later
"""The profile "SIP Registration": each filter finds its example and nothing in a healthy registration, each colouring
rule colours its example, and the columns show what happened."""
import functools
import os
import re
import shutil
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "bench"))
import packets  # noqa: E402

NAME = "SIP Registration"
FOLDER = os.path.join(TOP, "plugin", "profile", NAME)
HEALTHY = "baresip-udp4"
CALM = ("baresip-tcp", "baresip-udp6", "linphone-tcp6", "linphone-udp-nonce-reuse", "nonce-stale-linphone", "proxy-two-hops",
        "two-phones-one-aor")
CALM_COLOURS = {"Registration: request", "Registration: challenge", "Registration: accepted", "Registration: removal",
                "Registration: retransmission or copy", "TCP"}

# Button: a capture, and the frames that the filter finds in it. "made" is made_capture().
BUTTONS = {
    "in trouble": ("overloaded", "1 2 3 4 5 6 7 8 9 10 11 12 13 14"),
    "outages": ("tour", "4 5 6 7 14 17 21 22 23 27 28 29 30 31 32 34 35 36"),
    "refused": ("tour", "4 17"),
    "late": ("tour", "32 34"),
    "nonce": ("linphone-udp-nonce-reuse", "5 7 9"),
    "423": ("tour", "12"),
    "NAT": ("nat-linphone", "1 2 4 6 8 10"),
    "attacks": ("scanned", "5 44"),
    "IMS": ("made", "3 4"),
}

# Colouring rule: a capture, and a frame in it that has this colour.
COLOURS = {
    "Registration: error": ("made", 2),
    "Registration: warning": ("tour", 32),
    "Registration: expired": ("tour", 27),
    "Registration: undeliverable": ("made", 17),
    "Registration: rejected": ("overloaded", 2),
    "Registration: interval too brief": ("tour", 12),
    "Registration: redirected": ("redirected", 2),
    "Registration: removal": ("tour", 42),
    "Registration: challenge": ("tour", 2),
    "Registration: accepted": ("tour", 8),
    "Registration: retransmission or copy": ("tour", 19),
    "Registration: request": ("tour", 1),
    "TCP reset": ("made", 5),
    "ICMP error": ("made", 6),
    "SIP failure": ("made", 7),
    "SIP": ("reg-event", 1),
    "STUN": ("outbound-baresip-udp", 5),
    "RTP": ("made", 8),
    "DNS": ("made", 9),
    "TLS": ("baresip-tls", 4),
    "ICMP": ("made", 10),
    "TCP": ("baresip-tcp", 1),
    "UDP": ("made", 11),
}

# Frames of the tour: the columns between Destination and AOR.
COLUMNS = {
    1: ["0", "new registration: 120 s requested", "120", "", "Probably a wrong user name or password"],
    12: ["1", "interval too brief: at least 18 s", "12", "", ""],
    27: ["0", "accepted: 20 s of 120 s", "120", "20", "Probably the client refreshes too late; Registrar grants only 20 s; the "
         "client must refresh very often, and one lost packet may end the registration"],
    43: ["0", "removal accepted", "", "", ""],
}
TITLES = ["No.", "Time", "Source", "Destination", "Reg.", "What happens", "Requested", "Granted", "Verdict; finding", "AOR", "Protocol",
          "Info"]

RTP_PORT = 40000


def ip(protocol, payload, source=packets.SERVER, destination=packets.address_of(0)):
    header = struct.pack("!BBHHHBBHII", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0, source, destination)
    return bytes.fromhex("020000000002" "020000000001" "0800") + header + payload


def icmp(kind, code):
    return ip(1, struct.pack("!BBHI", kind, code, 0, 0) + ip(17, bytes(8))[14:])


FIN, SYN, RST, PUSH, ACK = 1, 2, 4, 8, 16


def tcp(source, destination, source_port, destination_port, flags, data=b""):
    header = struct.pack("!HHIIBBHHH", source_port, destination_port, 0 if flags & RST else 1, 2, 5 << 4, flags, 64240, 0, 0)
    return ip(6, header + data, source, destination)


def made_capture(path):
    """Packets that no recording contains."""
    server, client = packets.SERVER, packets.address_of(0)
    aka = ('Authorization: Digest username="0@example.com", realm="example.com", nonce="", uri="sip:example.com", '
           'response="", algorithm=AKAv1-MD5')
    reset = struct.pack("!HHIIBBHHH", 5060, 5060, 1, 0, 5 << 4, 4, 0, 0, 0)
    request, contact = "REGISTER sip:example.com SIP/2.0", "Contact: <sip:a@10.0.0.101>;expires=600"
    bound = packets.message(request, 2, 1, "Contact: <sip:a@10.0.0.103;transport=tcp>;expires=600", "Max-Forwards: 70")
    accepted = packets.message("SIP/2.0 200 OK", 2, 1, "Contact: <sip:a@10.0.0.103;transport=tcp>;expires=600")
    packets.write(path, [
        packets.frame(client, server, 5060, 5060, packets.message(request, 0, 1, contact, "Max-Forwards: 70")),
        packets.frame(server, client, 5060, 5060, packets.message("SIP/2.0 401 Unauthorized", 0, 1)),
        packets.frame(client + 1, server, 5060, 5060, packets.message(
            request, 1, 1, contact, "Max-Forwards: 70", aka, "P-Access-Network-Info: 3GPP-E-UTRAN-FDD")),
        packets.frame(server, client + 1, 5060, 5060, packets.message(
            "SIP/2.0 200 OK", 1, 1, contact, "P-Associated-URI: <sip:agent1@example.com>")),
        ip(6, reset),
        icmp(3, 3),
        packets.frame(server, client, 5060, 5060, packets.message("SIP/2.0 486 Busy Here", 9, 1).replace(
            b"1 REGISTER", b"1 INVITE")),
        packets.frame(client, server, RTP_PORT, RTP_PORT, bytes([0x80, 0]) + bytes(170)),
        packets.frame(client, server, 53000, 53, struct.pack("!6H", 1, 0x100, 1, 0, 0, 0) + b"\x03sip\0" + b"\0\x01\0\x01"),
        icmp(8, 0),
        packets.frame(client, server, 9, 9, b"no SIP"),
        packets.frame(server, client, 5060, 5060, packets.message("SIP/2.0 407 Proxy Authentication Required", 9, 1).replace(
            b"1 REGISTER", b"1 INVITE")),
        tcp(client + 2, server, 50000, 5060, PUSH | ACK, bound.replace(b"SIP/2.0/UDP", b"SIP/2.0/TCP")),
        tcp(server, client + 2, 5060, 50000, PUSH | ACK, accepted.replace(b"SIP/2.0/UDP", b"SIP/2.0/TCP")),
        tcp(client + 2, server, 50000, 5060, FIN | ACK),
        tcp(client + 2, server, 50001, 5060, SYN),
        tcp(server, client + 2, 5060, 50001, RST | ACK),
    ])
    os.chmod(path, 0o644)


def personal_folder(tshark):
    return os.path.join(tshark.environment["HOME"], ".config", "wireshark", "profiles", NAME)


def install(tshark):
    """Into the profile folder of an ordinary user."""
    shutil.copytree(FOLDER, personal_folder(tshark))
    return ["-C", NAME, "-d", f"udp.port=={RTP_PORT},rtp"]


def lines_of(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if not line.startswith("#")]


def buttons():
    """{name: filter} of those that are shown."""
    rows = [re.findall(r'"([^"]*)"', line) for line in lines_of("dfilter_buttons")]
    return {row[1]: row[2].replace(r"\x22", '"') for row in rows if row[0] == "TRUE"}


def colours():
    """{name: filter}"""
    return {name: text for _, name, text, _ in (line.split("@") for line in lines_of("colorfilters"))}


def found(tshark, arguments, path, text):
    done = tshark.run(*arguments, "-2", "-r", path, "-Y", text, "-T", "fields", "-e", "frame.number")
    return done.stdout.split(), done.stderr


def check_buttons(tshark, arguments, path_of):
    filters = buttons()
    complaints = [f"{name}: no example, or no such button" for name in set(filters) ^ set(BUTTONS)]
    for name in filters.keys() & BUTTONS.keys():
        capture, wanted = BUTTONS[name]
        frames, said = found(tshark, arguments, path_of(capture), filters[name])
        if frames != wanted.split() or said:
            complaints.append(f"{name}: finds {frames} of {capture}, not {wanted} {said}")
    frames, said = found(tshark, arguments, path_of(HEALTHY), " or ".join(f"({text})" for text in filters.values()))
    return complaints + ([f"together they find {frames} of {HEALTHY} {said}"] if frames or said else [])


def check_colours(tshark, arguments, path_of):
    complaints = [f"{name}: no example, or no such rule" for name in set(colours()) ^ set(COLOURS)]
    for capture in {capture for capture, _ in COLOURS.values()}:
        shown, said = colours_of(tshark, arguments, path_of(capture))
        complaints += [f"{name}: frame {frame} of {capture} has {shown.get(str(frame))} {said}"
                       for name, (place, frame) in COLOURS.items() if place == capture and shown.get(str(frame)) != name]
    return complaints


def colours_of(tshark, arguments, path):
    """{frame: coloring rule}, and what tshark said"""
    done = tshark.run(*arguments, "--color", "-2", "-r", path, "-T", "fields", "-e", "frame.number", "-e",
                      "frame.coloring_rule.name")
    return dict(line.split("\t") for line in re.sub(r"\x1b\[[0-9;]*m", "", done.stdout).splitlines()), done.stderr


def check_calm(tshark, arguments, path_of):
    """A healthy recording has the colours of its steps, and nothing in the column Verdict; finding, where there are Chats."""
    complaints = []
    for capture in CALM:
        shown, said = colours_of(tshark, arguments, path_of(capture))
        complaints += [f"{capture}: {name}" for name in set(shown.values()) - CALM_COLOURS]
        frames, noise = found(tshark, arguments, path_of(capture), "sipreg.verdict")
        chats, _ = found(tshark, arguments, path_of(capture), 'sipreg.severity == "Chat"')
        if frames or said or noise or not chats:
            complaints.append(f"{capture}: verdicts and findings in {frames}, Chats in {chats} {said}{noise}")
    shown, _ = colours_of(tshark, arguments, path_of("made"))
    return complaints + ([] if shown["12"] == "SIP" else [f"a challenge to an INVITE has {shown['12']}"])


def check_absent(tshark, arguments, path_of):
    """Without the plugin columns and buttons say nothing. Coloring rules do: Wireshark switches off what it cannot compile."""
    empty = os.path.join(tshark.environment["HOME"], "no-plugins")
    os.makedirs(empty, exist_ok=True)
    without = {"WIRESHARK_PLUGIN_DIR": empty}
    path = path_of(HEALTHY)
    if "sipreg" in tshark.run("-G", "plugins", **without).stdout:
        return ["the plugin is there"]
    quiet = tshark.run(*arguments, "-r", path, **without)
    complaints = [f"{len(quiet.stdout.splitlines())} packets {quiet.stderr}"] if quiet.stderr else []
    loud = tshark.run(*arguments, "--color", "-r", path, **without)
    named = set(re.findall(r'ould not compile "([^"]*)"', loud.stderr))
    wanted = {name for name, text in colours().items() if "sipreg" in text}
    if named != wanted or loud.stdout.count("\n") != quiet.stdout.count("\n"):
        complaints.append(f"complains of {named}, not {wanted}")
    folder = os.path.dirname(personal_folder(tshark))
    shutil.copytree(personal_folder(tshark), os.path.join(folder, "switched off"))
    with open(os.path.join(folder, "switched off", "colorfilters"), "w", encoding="utf-8") as file:
        file.writelines(("!" if "sipreg" in line else "") + line + "\n" for line in lines_of("colorfilters"))
    off = tshark.run("-C", "switched off", "--color", "-r", path, **without)
    return complaints + ([f"switched off: {off.stderr}"] if off.stderr else [])


def check_filters(tshark, arguments, path_of):
    """Each by itself: a rule must match its example even where an earlier rule hides it."""
    filters = colours()
    complaints = [f"{name}: no example, or no such rule" for name in set(filters) ^ set(COLOURS)]
    # One run per capture: each filter is limited to the frame of its example, so no two examples may share a frame.
    if len(set(COLOURS.values())) != len(COLOURS):
        complaints.append("two rules have the same example")
    for capture in {capture for capture, _ in COLOURS.values()}:
        frame_of = {name: frame for name, (place, frame) in COLOURS.items() if place == capture and name in filters}
        frames, said = found(tshark, arguments, path_of(capture), " or ".join(
            f"(({filters[name]}) and frame.number == {frame})" for name, frame in frame_of.items()))
        complaints += [f"{name}: does not find frame {frame} of {capture}" for name, frame in frame_of.items()
                       if str(frame) not in frames]
        complaints += [f"{capture}: {said}"] if said else []
    return complaints


def check_columns(tshark, arguments, path_of):
    titles = re.findall(r'^\s*"([^"]*)", ', "\n".join(lines_of("preferences")), re.MULTILINE)
    complaints = [] if titles == TITLES else [f"the columns are {titles}"]
    done = tshark.run(*arguments, "-2", "-r", path_of("tour"), "-T", "tabs")
    # There is an arrow between Source and Destination.
    rows = {int(row[0]): row for row in (line.split("\t") for line in done.stdout.splitlines()) if row[0].strip()}
    for frame, wanted in COLUMNS.items():
        shown = [cell.strip() for cell in rows.get(frame, [])[5:5 + len(wanted)]]
        if shown != wanted:
            complaints.append(f"frame {frame} has {shown}, not {wanted} {done.stderr}")
    return complaints


def cases(tshark, work, captures):
    """(what, a function that returns the complaints); captures: {name: path}"""
    made = os.path.join(work, "made.pcap")
    made_capture(made)
    arguments = install(tshark)

    def path_of(name):
        return made if name == "made" else captures[name]

    return [(what, functools.partial(function, tshark, arguments, path_of)) for what, function in (
        ("profile: each button finds its example, and nothing in a healthy registration", check_buttons),
        ("profile: each colouring rule colours its example", check_colours),
        ("profile: the filter of each colouring rule matches its example", check_filters),
        ("profile: healthy recordings look calm", check_calm),
        ("profile: without the plugin only its coloring rules are reported, and not if they are switched off", check_absent),
        ("profile: the columns show what happened", check_columns))]
