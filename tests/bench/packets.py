#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes two captures of COUNT packets into FOLDER, to measure the cost of the plugin:

registers.pcap  REGISTERs and their responses only: challenge, credentials and 200 of healthy user agents
plain.pcap      small UDP packets without SIP

Usage: packets.py FOLDER COUNT
"""
import os
import struct
import sys

MICROSECONDS = 0xA1B2C3D4
ETHERNET = 1
SERVER = 0x0A000001  # 10.0.0.1


def frame(source, destination, source_port, destination_port, payload):
    udp = struct.pack("!HHHH", source_port, destination_port, 8 + len(payload), 0) + payload
    ip = struct.pack("!BBHHHBBHII", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, source, destination)
    return bytes.fromhex("020000000002" "020000000001" "0800") + ip + udp


def write(path, frames):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", MICROSECONDS, 2, 4, 0, 0, 65535, ETHERNET))
        for number, data in enumerate(frames):
            seconds, thousandth = divmod(number, 1000)
            file.write(struct.pack("<IIII", 1700000000 + seconds, thousandth * 1000, len(data), len(data)))
            file.write(data)


def address_of(agent):
    return SERVER + 100 + agent


def dotted(address):
    return ".".join(str(byte) for byte in struct.pack("!I", address))


def message(first_line, agent, cseq, *more):
    is_request = first_line.startswith("REGISTER")
    to_tag = "" if is_request else ";tag=registrar"
    client = dotted(address_of(agent))
    seen = "" if is_request else f"=5060;received={client}"
    lines = [
        first_line,
        f"Via: SIP/2.0/UDP {client}:5060;branch=z9hG4bK{agent}-{cseq};rport{seen}",
        f"From: <sip:agent{agent}@example.com>;tag=from{agent}",
        f"To: <sip:agent{agent}@example.com>{to_tag}",
        f"Call-ID: {agent:08x}@agent.example.com",
        f"CSeq: {cseq} REGISTER",
        *more,
        "Content-Length: 0",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def registration(agent):
    """The four messages of a user agent's first registration, as (is a response, text)."""
    request = "REGISTER sip:example.com SIP/2.0"
    digest = f'Digest realm="example.com", nonce="{agent:032x}", qop="auth", algorithm=MD5'
    contact = f"Contact: <sip:agent{agent}@{dotted(address_of(agent))}:5060>;expires=3600"
    usual = (contact, "Max-Forwards: 70", "User-Agent: Bench/1.0", "Expires: 3600")
    credentials = (
        f'Authorization: Digest username="agent{agent}", realm="example.com", nonce="{agent:032x}", '
        f'uri="sip:example.com", response="{0:032x}", qop=auth, nc=00000001, cnonce="{agent:x}", algorithm=MD5'
    )
    yield False, message(request, agent, 1, *usual)
    yield True, message("SIP/2.0 401 Unauthorized", agent, 1, "WWW-Authenticate: " + digest)
    yield False, message(request, agent, 2, credentials, *usual)
    yield True, message("SIP/2.0 200 OK", agent, 2, contact)


def registers(count):
    for agent in range(count // 4):
        client = address_of(agent)
        for is_response, text in registration(agent):
            ends = (SERVER, client) if is_response else (client, SERVER)
            yield frame(*ends, 5060, 5060, text)


def plain(count):
    for number in range(count):
        yield frame(SERVER + 1 + number % 50, SERVER, 20000 + number % 50, 30000, b"x" * 40)


def main():
    folder, count = sys.argv[1], int(sys.argv[2])
    write(os.path.join(folder, "registers.pcap"), registers(count))
    write(os.path.join(folder, "plain.pcap"), plain(count))


if __name__ == "__main__":
    main()
