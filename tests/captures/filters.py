# SPDX-License-Identifier: GPL-2.0-or-later
"""The conversation filters: for each message they select its registration and its AOR, whatever characters it contains.

filter_probe.c, a plugin for this test only, calls them as Wireshark's menus do and prints the filters. Here these are
given to tshark as display filters: they must find the frames of that registration, or of that AOR, and no others."""
import os
import shutil
import struct
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
PLUGIN = os.path.join(os.path.dirname(os.path.dirname(HERE)), "plugin")

# The users of the AORs. Each frame is a REGISTER from another phone. Then come a TCP segment with REGISTERs of PAIR, and
# a frame that is not SIP.
USERS = [b"bob", b'quoted"name', b"back\\slash", b"ends-in-back\\", b'both\\"', b"\\x41\\n", b"a b", b"'", b"tab\tbed",
         b"escape\x1b[31m", "b\u00f6b".encode(), b"no utf-8 \xff\xfe", b"%22%5c", b"{1,2}", b"a == 1 or sipreg", b"*", b".*",
         b"long" * 60, b"r\"raw\"", b"bob"]
PAIR = [b"in\"pair", b"bob"]


def hostile_capture(path):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        frames = [udp(register(number, user), 5060) for number, user in enumerate(USERS)]
        frames.append(tcp(b"".join(register(len(USERS) + number, user) for number, user in enumerate(PAIR))))
        for second, frame in enumerate(frames + [udp(b"no SIP", 9)]):
            file.write(struct.pack("<IIII", 1700000000 + second, 0, len(frame), len(frame)) + frame)


def udp(payload, port):
    datagram = struct.pack("!HHHH", port, port, 8 + len(payload), 0) + payload
    return ip(17, datagram)


def tcp(payload):
    return ip(6, struct.pack("!HHIIBBHHH", 40000, 5060, 1, 1, 5 << 4, 0x18, 65535, 0, 0) + payload)


def ip(protocol, payload):
    header = struct.pack("!BBHHHBBHII", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0, 0xC000020B, 0xC0000201)
    return bytes.fromhex("020000000002" "020000000001" "0800") + header + payload


def register(number, user):
    tag = str(number).encode()
    return (b"REGISTER sip:sip.example SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.11;branch=z9hG4bK" + tag +
            b"\r\nFrom: <sip:" + user + b"@sip.example>;tag=" + tag + b"\r\nTo: <sip:" + user + b"@sip.example>\r\n"
            b"Call-ID: " + tag + b"@192.0.2.11\r\nCSeq: 1 REGISTER\r\nContact: <sip:c" + tag + b"@192.0.2.11>\r\n"
            b"Max-Forwards: 70\r\nExpires: 3600\r\nContent-Length: 0\r\n\r\n")


def check(tshark, work):
    """What is wrong with the filters offered."""
    if not shutil.which("cc") or not shutil.which("pkg-config"):
        return ["cc and pkg-config are needed to build filter_probe.c"]
    path = os.path.join(work, "hostile.pcap")
    hostile_capture(path)
    offered = offers(tshark, build_probe(tshark, work), path)
    with_sip = len(USERS) + 1
    complaints = [f"frame {frame} is offered {sorted(offered.get(frame, {}))}" for frame in range(1, with_sip + 2)
                  if sorted(offered.get(frame, {})) != (["SIP AOR", "SIP Registration"] if frame <= with_sip else [])]
    texts = [(frame, name, text) for frame, found in offered.items() for name, text in found.items()]
    for row in texts:
        complaints += wrong_frames(tshark, path, *row)
    return complaints


def wrong_frames(tshark, path, frame, name, text):
    users = [{user} for user in USERS] + [set(PAIR)]
    same_aor = [str(number) for number, some in enumerate(users, 1) if some & users[frame - 1]]
    done = tshark.run("-r", path, "-Y", text, "-T", "fields", "-e", "frame.number")
    if done.stdout.split() == (same_aor if name == "SIP AOR" else [str(frame)]):
        return []
    return [f"frame {frame}, {name}: {text} finds {done.stdout.split()} {done.stderr.strip()[-200:]}"]


def build_probe(tshark, work, name="plugins-and-probe"):
    """A plugin folder that contains the probe, too."""
    folder = os.path.join(work, name)
    shutil.copytree(tshark.environment["WIRESHARK_PLUGIN_DIR"], folder)
    flags = subprocess.run(["pkg-config", "--cflags", "wireshark"], check=True, text=True, stdout=subprocess.PIPE).stdout
    subprocess.run(["cc", "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", f"-I{PLUGIN}",
                    *flags.replace("-I", "-isystem").split(), os.path.join(HERE, "filter_probe.c"),
                    "-o", os.path.join(folder, tshark.series, "epan", "filter_probe.so")], check=True)
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    return folder


def offers(tshark, plugins, path):
    """{frame: {name of the filter: filter}}"""
    found = {}
    for line in tshark.run("-q", "-r", path, WIRESHARK_PLUGIN_DIR=plugins).stdout.splitlines():
        if line.startswith("FILTER\t"):
            _, frame, name, text = line.split("\t", 3)
            found.setdefault(int(frame), {})[name] = text
    return found
