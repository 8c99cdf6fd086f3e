"""A small network for one recording: a registrar and phones, each in its own network namespace."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIP = "(port 5060 or port 5061)"
# CRLF keep-alives say nothing about registrations; the longest is CRLF CRLF, a UDP length of 8 + 4.
NO_KEEPALIVE = "not (ip and udp and udp[4:2] <= 12) and not (ip6 proto 17 and ip6[44:2] <= 12)"
ICMP = "icmp[icmptype] == icmp-unreach or icmp6[0] == 1"


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Host:
    """A network namespace with one IPv4 and one IPv6 address."""

    def __init__(self, lab, name, ipv4, ipv6):
        self.lab = lab
        self.name = name
        self.namespace = f"sipreg-{os.getpid()}-{lab.case}-{name}"
        self.ipv4 = ipv4
        self.ipv6 = ipv6
        run("ip", "netns", "add", self.namespace)
        lab.on_exit(run, "ip", "netns", "delete", self.namespace)
        self.run("ip", "link", "set", "lo", "up")

    def run(self, *command):
        return run("ip", "netns", "exec", self.namespace, *command)

    def configure(self, device):
        self.run("ip", "address", "add", f"{self.ipv4}/24", "dev", device)
        # nodad: otherwise the address is still tentative for a program that binds to it at once.
        self.run("ip", "address", "add", f"{self.ipv6}/64", "dev", device, "nodad")
        self.run("ip", "link", "set", device, "up")

    def connect(self, gateway, *options):
        """A virtual cable from eth0 to a new port of the gateway."""
        gateway.run("ip", "link", "add", self.name, *options, "type", "veth",
                    "peer", "name", "eth0", "netns", self.namespace)
        gateway.run("ip", "link", "set", self.name, "up")
        self.configure("eth0")

    def start(self, *command, env=None, stderr=None):
        """Starts a program on this host. Its output goes to a log in its folder."""
        name = Path(command[0]).name
        log = open(self.folder(name) / "log", "ab")
        process = subprocess.Popen(
            ["ip", "netns", "exec", self.namespace, *map(str, command)],
            stdin=subprocess.PIPE, stdout=log, stderr=stderr or log, cwd=self.lab.folder,
            env={**os.environ, "HOME": str(self.folder(name)), **(env or {})})
        log.close()
        self.lab.on_exit(stop, process)
        return process

    def resolve_at(self, server):
        """Its programs send their DNS queries there: `ip netns exec` shows them this file."""
        folder = Path("/etc/netns") / self.namespace
        folder.mkdir(parents=True)
        self.lab.on_exit(shutil.rmtree, folder)
        (folder / "resolv.conf").write_text(f"nameserver {server.ipv4}\n")

    def folder(self, program):
        """The program's home directory on this host; its log is in it, too."""
        path = self.lab.folder / self.name / program
        path.mkdir(parents=True, exist_ok=True)
        return path


class Lab:
    def __init__(self, case, target, keepalives=False, names=False):
        self.case = case
        self.target = target
        self.filter = f"{SIP} or {ICMP}" if keepalives else f"({SIP} and {NO_KEEPALIVE}) or {ICMP}"
        if names:
            self.filter += " or port 53"
        self.cleanups = []

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix=f"sipreg-{self.case}-"))
        try:
            self.registrar = Host(self, "registrar", "192.0.2.1", "2001:db8::1")
            self.registrar.run("ip", "link", "add", "lan", "type", "bridge")
            self.registrar.configure("lan")
            self.keylog = self.folder / "keylog"
            self.raw = self.folder / "raw.pcapng"
            self.capture = self.start_capture()
        except BaseException:
            self.clean_up()
            raise
        self.started = time.monotonic()
        return self

    def __exit__(self, kind, value, traceback):
        # dumpcap writes packets in blocks; the last block needs a moment.
        time.sleep(1)
        stop(self.capture, signal.SIGINT)
        self.clean_up()
        if kind is None:
            self.write_capture()
            shutil.rmtree(self.folder)
        else:
            print(f"{self.case}: {value}; the logs are in {self.folder}", file=sys.stderr)

    def on_exit(self, function, *arguments):
        self.cleanups.append((function, arguments))

    def clean_up(self):
        while self.cleanups:
            function, arguments = self.cleanups.pop()
            function(*arguments)

    def host(self, number):
        """A new host on the registrar's bridge."""
        host = Host(self, f"host{number}", f"192.0.2.{number}", f"2001:db8::{number}")
        host.connect(self.registrar, "master", "lan")
        # linphonec considers a host without a default route offline. Nothing is forwarded.
        host.run("ip", "route", "add", "default", "via", self.registrar.ipv4)
        host.run("ip", "-6", "route", "add", "default", "via", self.registrar.ipv6)
        return host

    def host_behind(self, router, mapping_timeout=None):
        """A new host behind a NAT on the router. NAT mappings expire after `mapping_timeout` seconds
        without traffic."""
        host = Host(self, "inside", "10.0.0.11", "2001:db8:1::11")
        host.connect(router)
        router.run("ip", "address", "add", "10.0.0.1/24", "dev", host.name)
        host.run("ip", "route", "add", "default", "via", "10.0.0.1")
        router.run("sysctl", "-qw", "net.ipv4.ip_forward=1")
        router.run("nft", "add table ip lab;"
                          "add chain ip lab out { type nat hook postrouting priority 100; };"
                          "add rule ip lab out oifname eth0 masquerade random")
        if mapping_timeout:
            for timeout in ("udp_timeout", "udp_timeout_stream"):
                router.run("sysctl", "-qw",
                           f"net.netfilter.nf_conntrack_{timeout}={mapping_timeout}")
        return host

    def start_capture(self):
        capture = self.registrar.start("dumpcap", "-q", "-i", "lan", "-f", self.filter,
                                       "-w", self.raw, stderr=subprocess.PIPE)
        for line in capture.stderr:
            if line.startswith(b"File:"):
                return capture
        raise RuntimeError("dumpcap did not start")

    def until(self, seconds):
        """Waits until this second of the recording."""
        time.sleep(max(0, self.started + seconds - time.monotonic()))

    def deafen(self, host):
        """Silently drops at the registrar all packets from this host."""
        self.registrar.run("nft", "add table inet lab;"
                                  "add chain inet lab input { type filter hook input priority 0; };"
                                  f"add rule inet lab input ip saddr {host.ipv4} drop")

    def hear(self):
        self.registrar.run("nft", "delete table inet lab")

    def write_capture(self):
        """Converts to plain pcap first, which cannot hold the kernel and interfaces of this machine."""
        plain = self.folder / "plain.pcap"
        run("editcap", "-F", "nsecpcap", self.raw, plain)
        secrets = ["--inject-secrets", f"tls,{self.keylog}"] if self.keylog.exists() else []
        run("editcap", *secrets, "-F", "pcapng", plain, self.target)


def stop(process, number=signal.SIGTERM):
    """Stops a program started here; kills it if it does not react."""
    if process.poll() is not None:
        return
    process.send_signal(number)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
