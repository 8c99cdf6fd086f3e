# SPDX-License-Identifier: GPL-2.0-or-later
"""REGISTERs in everything that SIP is sent in, and in pieces, as frames of a capture. Each has an AOR of its own, so
that one that is not found, or found twice, is seen."""
import itertools
import random
import ssl
import struct
import zlib

A, B = bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])
A6, B6 = bytes.fromhex("fd" + "00" * 14 + "01"), bytes.fromhex("fd" + "00" * 14 + "02")
MACS = bytes.fromhex("020000000002020000000001")
SIP, HTTP, TLS = 5060, 80, 5061
UDP, TCP, ICMP, ICMP6, IP_IN_IP, IP6_IN_IP, GRE, FRAGMENT, SCTP = 17, 6, 1, 58, 4, 41, 47, 44, 132
numbers = itertools.count(1)       # of REGISTERs
client_ports = itertools.count(20000)
identities = itertools.count(1)    # of IP datagrams in fragments
transmissions = itertools.count(1)  # of SCTP chunks


def register(body=b"", first=None, headers=(), length="Content-Length: {}", end=b"\r\n", kind="text/plain"):
    number = next(numbers)
    user = f"u{number}"
    lines = [first or "REGISTER sip:example.com SIP/2.0", f"Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK{user}",
             f"From: <sip:{user}@example.com>;tag={user}", f"To: <sip:{user}@example.com>", f"Call-ID: {user}",
             f"CSeq: {number} REGISTER", f"Contact: <sip:{user}@10.0.0.1>", "Max-Forwards: 70", "Expires: 600", *headers]
    if body:
        lines.append(f"Content-Type: {kind}")
    if length:
        lines.append(length.format(len(body)))
    return end.join(line.encode() for line in lines) + end + end + body


# ---- headers

def ether(payload, kind=0x0800, tags=()):
    return MACS + b"".join(struct.pack("!HH", 0x8100, tag) for tag in tags) + struct.pack("!H", kind) + payload


def checksum(data):
    total = sum(struct.unpack(f"!{(len(data) + 1) // 2}H", data + b"\0" * (len(data) % 2)))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ip(payload, protocol, source=A, destination=B, fragment=0, length=None, identity=1):
    header = struct.pack("!BBHHHBBH", 0x45, 0, length or 20 + len(payload), identity, fragment, 64, protocol, 0)
    header += source + destination
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + payload


def ip6(payload, protocol, source=A6, destination=B6):
    return struct.pack("!IHBB", 6 << 28, len(payload), protocol, 64) + source + destination + payload


def udp(payload, source=SIP, destination=SIP):
    return struct.pack("!HHHH", source, destination, 8 + len(payload), 0) + payload


def datagram(payload):
    return ether(ip(udp(payload), UDP))


class Connection:
    """One direction of a TCP connection, from its handshake on."""

    def __init__(self, port=SIP, wrap=None):
        self.ports = (next(client_ports), port)
        self.next = [1000, 5000]
        self.wrap = wrap or (lambda tcp, source, destination: ether(ip(tcp, TCP, source, destination)))
        self.frames = [self.segment(b"", flags=0x02), self.segment(b"", flags=0x12, back=True)]
        self.next = [1001, 5001]
        self.frames.append(self.segment(b""))

    def segment(self, data, flags=0x18, back=False, at=None, broken=False):
        ours, theirs = (1, 0) if back else (0, 1)
        ends = (B, A) if back else (A, B)
        tcp = struct.pack("!HHIIBBHHH", self.ports[ours], self.ports[theirs], self.next[ours] if at is None else at,
                          0 if flags == 0x02 else self.next[theirs], 5 << 4, flags, 65000, 0, 0) + data
        pseudo = ends[0] + ends[1] + struct.pack("!HH", TCP, len(tcp)) + tcp
        tcp = tcp[:16] + struct.pack("!H", checksum(pseudo) ^ broken) + tcp[18:]
        return self.wrap(tcp, *ends)

    def send(self, *pieces, back=False, **more):
        for data in pieces:
            self.frames.append(self.segment(data, back=back, **more))
            self.next[1 if back else 0] += len(data)
        return self


def cut_at(data, *places):
    edges = [0, *places, len(data)]
    return [data[a:b] for a, b in zip(edges, edges[1:])]


def cut_randomly(data, seed, most):
    chance = random.Random(seed)
    pieces = []
    while data:
        n = chance.randint(1, most)
        pieces.append(data[:n])
        data = data[n:]
    return pieces


# ---- what is sent in datagrams

def quote(packet, version=4, kind=3, code=3):
    if version == 4:
        return ether(ip(struct.pack("!BBHI", kind, code, 0, 0) + packet, ICMP, B, A))
    return ether(ip6(struct.pack("!BBHI", 1, 4, 0, 0) + packet, ICMP6, B6, A6), 0x86DD)


def fragments(payload, size):
    whole, identity = udp(payload), next(identities)
    parts = [whole[at:at + size] for at in range(0, len(whole), size)]
    return [ether(ip(part, UDP, fragment=(at * size // 8) | (0x2000 if at + 1 < len(parts) else 0), identity=identity))
            for at, part in enumerate(parts)]


def fragments6(payload, size):
    whole, identity = udp(payload), next(identities)
    parts = [whole[at:at + size] for at in range(0, len(whole), size)]
    return [ether(ip6(struct.pack("!BBHI", UDP, 0, at * size | (at + 1 < len(parts)), identity) + part, FRAGMENT), 0x86DD)
            for at, part in enumerate(parts)]


def sctp(*chunks):
    packet = struct.pack("!HHII", SIP, SIP, 1, 0)
    for flags, data in chunks:
        packet += struct.pack("!BBHIHHI", 0, flags, 16 + len(data), next(transmissions), 0, 0, 0) + data
        packet += b"\0" * (-len(data) % 4)
    return ether(ip(packet, SCTP))


def datagrams():
    vxlan = struct.pack("!II", 0x08000000, 5 << 8)
    inner = register()
    yield "UDP", [datagram(register()), datagram(register(b"body"))]
    yield "UDP over IPv6", [ether(ip6(udp(register()), UDP), 0x86DD)]
    yield "VLAN", [ether(ip(udp(register()), UDP), tags=(5,)), ether(ip(udp(register()), UDP), tags=(5, 6))]
    yield "IP in IP", [ether(ip(ip(udp(register()), UDP), IP_IN_IP)), ether(ip(ip6(udp(register()), UDP), IP6_IN_IP))]
    yield "GRE", [ether(ip(struct.pack("!HH", 0, 0x0800) + ip(udp(register()), UDP), GRE))]
    yield "VXLAN", [ether(ip(udp(vxlan + datagram(register()), 50000, 4789), UDP))]
    yield "other ports", [ether(ip(udp(register(), 7000, 7001), UDP))]
    yield "CRLF", [datagram(b"\r\n\r\n"), datagram(b"\r\n" + register()), datagram(register() + b"\r\n\r\n")]
    yield "line ends", [datagram(register(end=end)) for end in (b"\n", b"\r", b"\r\r\n")]
    yield "start lines", [datagram(register(first=first)) for first in (
        "REGISTER sip:example.com sip/2.0", "REGISTER sip:example.com SIP/2.0 ", "REGISTER  sip:example.com SIP/2.0",
        "REGISTER sip:example.com SIP/3.0", "REGISTER sip:a b SIP/2.0", "register sip:example.com SIP/2.0",
        "REGISTER sip:exa\0mple.com SIP/2.0", "REGISTER example.com SIP/2.0", "SIP/2.0 200", "SIP/2.0 200 OK",
        "SIP/2.0  200 OK", "REGISTER x: SIP/2.0", "", " ")]
    yield "message in a body", [
        datagram(register(inner, kind="message/sip")), datagram(register(inner, kind="message/sipfrag")),
        datagram(register(b"--x\r\nContent-Type: message/sip\r\n\r\n" + inner + b"\r\n--x--\r\n",
                          kind="multipart/mixed;boundary=x"))]
    yield "two in a datagram", [datagram(register() + register())]
    yield "IP fragments", fragments(register(b"x" * 900), 400) + fragments(register(b"x" * 900), 400)[::-1]
    yield "IPv6 fragments", fragments6(register(b"x" * 900), 400)
    yield "a fragment is missing", fragments(register(b"x" * 900), 400)[:-1] + [datagram(register())]
    yield "SCTP", [sctp((3, register())), sctp((3, register()), (3, register(b"abc")))]
    data = register(b"x" * 500)
    twice = sctp((3, register()), (3, register()))
    yield "SCTP in pieces", [sctp((2, data[:300]), (1, data[300:])), sctp((3, register()))]
    yield "SCTP, retransmitted", [twice, twice]
    packet, packet6 = ip(udp(register()), UDP), ip6(udp(register()), UDP)
    segment = ip(Connection().segment(register())[34:], TCP)
    yield "ICMP", [quote(packet), quote(packet[:300]), quote(packet[:80]), quote(packet, kind=11, code=0),
                   quote(packet6, 6), quote(packet6[:400], 6), quote(segment), quote(segment[:200]), datagram(register())]
    yield "shorter than the IP header says", [ether(ip(udp(register()), UDP, length=2000)),
                                                     ether(ip(udp(register()), UDP)[:-30])]


# ---- streams

def streams():
    def tcp(*pieces, **more):
        return Connection(**more).send(*pieces).frames

    one = register(b"0123456789" * 30)
    yield "TCP", tcp(register(), register(b"body"), b"\r\n\r\n", register())
    yield "TCP, other port", tcp(register(), register() + register(), *cut_at(register(), 200), port=7000)
    yield "several in a segment", tcp(register() + register(b"x" * 50) + register())
    for place in (1, 20, 34, 200, len(one) - 302, len(one) - 301, len(one) - 300, len(one) - 1):
        yield f"a segment ends at {place}", tcp(*cut_at(one, place), register())
    a, b, c = register(b"a" * 200), register(b"b" * 100), register(b"c" * 99)
    all_ = a + b + c
    yield "end and begin", tcp(*cut_at(all_, len(a) - 100, len(a) + 60, len(a + b) + 300), register())
    yield "end, whole, begin", tcp(*cut_at(all_, len(a) - 100, len(a + b) + 60))
    yield "end of a head, whole", tcp(*cut_at(all_, len(a) - 300, len(a + b)))
    yield "single bytes", tcp(*[bytes([byte]) for byte in register(b"abc") + register()])
    stream = b"".join(register(b"y" * (number * 37 % 400)) for number in range(40))
    for seed, most in enumerate((40, 300, 700, 1400, 2500)):
        yield f"random pieces up to {most}", tcp(*cut_randomly(stream, seed, most))
    yield "CRLF in a segment", tcp(register() + b"\r\n\r\n" + register(), b"\r\n" + register(), register())
    yield "not SIP in a segment", tcp(register() + b"hello\r\n", b"\0\1\2\3", register(), b"hello " + register())
    yield "lengths", tcp(*(register(b"four", length=length) + register() for length in (
        "l: {}", "Content-Length : {}", "Content-Length:{} ", "content-length: 4x", "Content-Length: -1",
        "Content-Length: 2", "Content-Length: 4\r\nContent-Length: 0", "Content-Length: 4294967295",
        "Content-Length: 4294967296",
        "Content-Length:\r\n 4", "Content-Length: 4\r\n ", "l: 2\r\nContent-Length: 4", None)))
    yield "more than there is", tcp(register(length="Content-Length: 500"), register(), register())
    yield "chunks", tcp(register(headers=["Transfer-Encoding: chunked"]), register())
    yield "line ends in a stream", tcp(*(register(end=end) + register() for end in (b"\n", b"\r", b"\r\r\n")), register())
    for what in (b"SIP/2.0 200 OK\r\n", register()):
        notify = register(what, kind="message/sipfrag")
        yield "a segment looks like a message", tcp(*cut_at(notify, len(notify) - len(what)), register())
        yield "... and does not end with it", tcp(*cut_at(notify + register(), len(notify) - len(what)), register())
    yield "from the middle", [frame for at, frame in enumerate(tcp(*cut_randomly(stream, 3, 600))) if at > 5]
    yield "a lost segment", [frame for at, frame in enumerate(tcp(*cut_randomly(stream, 4, 600))) if at != 9]
    swapped = tcp(*cut_randomly(stream, 5, 600))
    swapped[8], swapped[9] = swapped[9], swapped[8]
    yield "out of order", swapped
    repeated = tcp(*cut_randomly(stream, 6, 600))
    yield "retransmitted", [frame for at, frame in enumerate(repeated) for _ in range(2 if at % 3 == 0 else 1)]
    yield "both directions", Connection().send(*cut_at(a, 100)).send(*cut_at(b, 200), back=True).send(c).frames
    yield "a wrong checksum", Connection().send(register()).send(*cut_at(one, 300), broken=True).send(register()).frames
    yield "a response too", Connection().send(register()).send(register(first="SIP/2.0 200 OK"), back=True).frames
    pieces = cut_at(all_, 300, 700)
    yield "TCP in VLAN", tcp(*pieces, wrap=lambda data, s, d: ether(ip(data, TCP, s, d), tags=(7,)))
    yield "TCP in a tunnel", tcp(*pieces, wrap=lambda data, s, d: ether(ip(ip(data, TCP, s, d), IP_IN_IP)))
    yield "IP fragments of TCP", [piece for frame in tcp(a + b, c) for piece in fragments_of(frame)]
    head = b"POST / HTTP/1.1\r\nContent-Type: message/sip\r\nContent-Length: %d\r\n\r\n" % len(a)
    yield "message/sip in HTTP", tcp(head + a, port=HTTP)


def fragments_of(frame):
    payload, identity = frame[34:], next(identities)
    if len(payload) < 400:
        return [frame]
    return [ether(ip(payload[:400], TCP, fragment=0x2000, identity=identity)),
            ether(ip(payload[400:], TCP, fragment=50, identity=identity))]


# ---- WebSocket

def web_frame(data, mask=None, final=True, opcode=1):
    head = bytes([(0x80 if final else 0) | opcode])
    bit = 0x80 if mask else 0
    head += bytes([bit | len(data)]) if len(data) < 126 else bytes([bit | 126]) + struct.pack("!H", len(data))
    if not mask:
        return head + data
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))


def web_connection():
    return Connection(port=HTTP).send(
        b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip\r\n"
        b"Sec-WebSocket-Version: 13\r\n\r\n").send(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: sip\r\n\r\n", back=True)


def web_sockets():
    mask = b"\x11\x22\x33\x44"
    yield "WebSocket, masked", web_connection().send(web_frame(register(), mask), web_frame(register(b"abc"), mask)).frames
    yield "WebSocket, unmasked", web_connection().send(web_frame(register()), web_frame(register()), back=True).frames
    two = web_frame(register()) + web_frame(register()) + web_frame(register())
    yield "WebSocket, several in a segment", web_connection().send(two, back=True).frames
    yield "WebSocket, in pieces", web_connection().send(*cut_randomly(two, 1, 500), back=True).frames
    yield "WebSocket, masked, in pieces", web_connection().send(
        *cut_randomly(web_frame(register(), mask) + web_frame(register(), mask), 2, 500)).frames
    data = register(b"z" * 100)
    yield "WebSocket, fragments", web_connection().send(
        web_frame(data[:200], mask, final=False) + web_frame(data[200:], mask, opcode=0),
        web_frame(register(), mask)).frames
    packer = zlib.compressobj(wbits=-15)
    yield "WebSocket, not SIP", web_connection().send(web_frame(packer.compress(b"hello") + packer.flush(), mask),
                                                      web_frame(register(), mask)).frames


# ---- TLS

def tls_stream(records, keys):
    """What both ends send: [(from the server, bytes)], each of the records from the client."""
    ends = []
    for side in (ssl.PROTOCOL_TLS_CLIENT, ssl.PROTOCOL_TLS_SERVER):
        context = ssl.SSLContext(side)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        # Without a certificate.
        context.set_ciphers("AECDH-AES128-SHA:@SECLEVEL=0")
        if side == ssl.PROTOCOL_TLS_CLIENT:
            context.keylog_filename = keys
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        is_server = side == ssl.PROTOCOL_TLS_SERVER
        ends.append((context.wrap_bio(incoming, outgoing, server_side=is_server), incoming, outgoing))
    sent = []
    for _ in range(4):
        for back, (end, _, outgoing) in enumerate(ends):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                pass
            data = outgoing.read()
            if data:
                sent.append((bool(back), data))
                ends[1 - back][1].write(data)
    for record in records:
        ends[0][0].write(record)
        sent.append((False, ends[0][2].read()))
    return sent


def tls_frames(records, keys, cut=None):
    connection = Connection(port=TLS)
    sent = tls_stream(records, keys)
    handshake, data = sent[:-len(records)], [piece for _, piece in sent[-len(records):]]
    for back, piece in handshake:
        connection.send(piece, back=back)
    return connection.send(*(cut(b"".join(data)) if cut else data)).frames


def secure(keys):
    a, b, c = register(b"a" * 200), register(b"b" * 100), register(b"c" * 99)
    stream = b"".join(register(b"y" * (number * 37 % 400)) for number in range(15))
    yield "TLS", tls_frames([register(), register() + register()], keys)
    yield "TLS, a message in two records", tls_frames(cut_at(a + b + c, len(a) - 100, len(a + b) - 300), keys)
    yield "TLS, records of any size", tls_frames(cut_randomly(stream, 1, 500), keys)
    yield "TLS, several records in a segment", tls_frames([a, b, c], keys, cut=lambda data: [data])
    yield "TLS, records in pieces", tls_frames(cut_randomly(stream, 2, 600), keys,
                                                 cut=lambda data: cut_randomly(data, 3, 900))
    yield "TLS, pieces of records in a segment", tls_frames(cut_at(a + b, 300), keys, cut=lambda data: [data])
    yield "TLS, CRLF", tls_frames([register(), b"\r\n\r\n", register() + b"\r\n", register()], keys)


def write(path, frames, snap=None):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, snap or 262144, 1))
        for number, data in enumerate(frames):
            kept = data[:snap] if snap else data
            seconds, hundredth = divmod(number, 100)
            file.write(struct.pack("<IIII", 1700000000 + seconds, hundredth * 10000, len(kept), len(data)) + kept)


def groups(keys):
    """(name, [(what, frames)]); TLS sessions add to the file `keys`."""
    return [("datagrams", list(datagrams())), ("streams", list(streams())), ("WebSocket", list(web_sockets())),
            ("TLS", list(secure(keys)))]
