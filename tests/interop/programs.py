"""The real programs of the recordings: how each is configured, started and controlled."""

import json
import re
import shutil
import signal
import sys
import time
from pathlib import Path

from lab import run, stop

HERE = Path(__file__).resolve().parent
DOMAIN = "sip.example"


def password_of(user):
    return f"s3cret-{user}"


class Kamailio:
    def __init__(self, host, config, listen, definitions, env=None):
        self.host = host
        self.env = env
        self.command = ["kamailio", "-DD", "-E", "-m", "32", "-M", "4",
                        "-Y", host.folder("kamailio"), "-f", HERE / config]
        for address in listen:
            self.command += ["-l", address]
        for name, value in definitions.items():
            self.command += ["-A", f"{name}={value}"]
        self.start()

    def start(self):
        self.process = self.host.start(*self.command, env=self.env)
        deadline = time.monotonic() + 10
        while ":5060" not in self.host.run("ss", "-Hlnu"):
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("kamailio did not start")
            time.sleep(0.1)

    def stop(self):
        stop(self.process)


def registrar(lab, host=None, min_expires=0, refuse_brief=True, max_expires=20, nonce_expire=300,
              say_stale=True, refuse_path=False, outbound=False, reg_events=False, tls=False,
              redirect_to=None, overloaded=0, tell_unknown=False, calls=False, keys=True):
    host = host or lab.registrar
    addresses = [host.ipv4, f"[{host.ipv6}]"]
    listen = [f"{transport}:{address}:5060" for transport in ("udp", "tcp")
              for address in addresses]
    definitions = {"MIN_EXPIRES": min_expires, "REFUSE_BRIEF": int(refuse_brief),
                   "MAX_EXPIRES": max_expires, "NONCE_EXPIRE": nonce_expire,
                   "PATH_MODE": 2 if refuse_path else 1}
    if say_stale:
        definitions["SAY_STALE"] = 1
    if outbound:
        definitions["WITH_OUTBOUND"] = 1
    if calls:
        definitions["WITH_CALLS"] = 1
    if redirect_to:
        definitions["REDIRECT_TO"] = f'"{redirect_to.ipv4}"'
    if overloaded:
        definitions["OVERLOADED_UNTIL"] = int(time.time()) + overloaded
    if tell_unknown:
        definitions["TELL_UNKNOWN"] = 1
    if reg_events:
        tables = host.folder("tables")
        shutil.copytree("/usr/share/kamailio/dbtext/kamailio", tables, dirs_exist_ok=True)
        definitions["REG_EVENTS"] = f'"text://{tables}"'
        definitions["PUBLISH_TO"] = f'"sip:{host.ipv4}"'
    if not tls:
        return Kamailio(host, "registrar.cfg", listen, definitions)

    key, certificate = make_certificate(lab.folder)
    definitions["WITH_TLS"] = 1
    definitions["TLS_KEY"] = f'"{key}"'
    definitions["TLS_CERTIFICATE"] = f'"{certificate}"'
    listen += [f"tls:{address}:5061" for address in addresses]
    log_keys = {"LD_PRELOAD": build_keylog(lab.folder), "SSLKEYLOGFILE": str(lab.keylog)}
    return Kamailio(host, "registrar.cfg", listen, definitions, log_keys if keys else None)


def proxy(host):
    return Kamailio(host, "proxy.cfg", [f"udp:{host.ipv4}:5060"],
                    {"REGISTRAR": f'"{host.lab.registrar.ipv4}"'})


def name_server(lab):
    """dnsmasq on the registrar. It knows that nothing is in the domain."""
    return lab.registrar.start("dnsmasq", "--keep-in-foreground", "--no-resolv", "--no-hosts",
                               "--user=root", "--bind-interfaces", "--pid-file",
                               f"--listen-address={lab.registrar.ipv4}", f"--local=/{DOMAIN}/")


def server_address(server, transport, ipv6):
    address = f"[{server.ipv6}]" if ipv6 else server.ipv4
    return f"{address}:{5061 if transport == 'tls' else 5060}"


class Linphone:
    """linphonec. It reads commands from its standard input."""

    def __init__(self, host, user, expires, password=None, transport="udp", ipv6=False,
                 server=None, by_name=False, verify=False):
        self.host = host
        server = server_address(server or host.lab.registrar, transport, ipv6)
        if by_name:
            server = DOMAIN
            host.resolve_at(host.lab.registrar)
        # Without this folder for its database it starts, but does not register.
        (host.folder("linphonec") / ".local/share/linphone").mkdir(parents=True)
        self.config = host.folder("linphonec") / "linphonerc"
        self.config.write_text(f"""\
[sip]
default_proxy=0
sip_port={5060 if transport == "udp" else -1}
sip_tcp_port={-2 if transport == "tcp" else -1}
sip_tls_port={-2 if transport == "tls" else -1}
use_ipv6={int(ipv6)}
verify_server_certs={int(verify)}
verify_server_cn={int(verify)}
store_ha1_passwd=0

[proxy_0]
reg_proxy=<sip:{server};transport={transport}>
reg_identity=sip:{user}@{DOMAIN}
reg_expires={expires}
reg_sendregister=1
publish=0

[auth_info_0]
username={user}
passwd={password or password_of(user)}
realm={DOMAIN}
domain={DOMAIN}
""")
        self.start()

    def start(self):
        self.process = self.host.start("linphonec", "-c", self.config)

    def type(self, line):
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def quit(self):
        self.type("quit")
        self.process.wait(20)

    def restart(self, password):
        """Does what a user does after mistyping the password: corrects it, keeps everything else."""
        self.quit()
        settings = self.config.read_text()
        self.config.write_text(re.sub("(?m)^passwd=.*", f"passwd={password}", settings))
        self.start()

    def suspend(self):
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)


# What a phone that makes calls needs: a codec, a source that is no sound card, its menu, remote control.
CALLS = """\
module g711.so
module ausine.so
module aufile.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:4444
audio_source ausine,440
audio_player aufile,/dev/null
"""
TELL = ("import socket, sys; phone = socket.create_connection(('127.0.0.1', 4444)); "
        "phone.sendall(sys.argv[1].encode()); phone.recv(4096)")


class Baresip:
    def __init__(self, host, user, expires, password=None, transport="udp", ipv6=False,
                 server=None, outbound=False, calls=False, by_name=False):
        self.host = host
        self.family = "-6" if ipv6 else "-4"
        server = server_address(server or host.lab.registrar, transport, ipv6)
        if by_name:
            host.resolve_at(host.lab.registrar)
        self.folder = host.folder("baresip")
        (self.folder / "config").write_text(f"""\
sip_listen {f"[{host.ipv6}]" if ipv6 else host.ipv4}:5060
module_path /usr/lib/baresip/modules
module uuid.so
module_app account.so
{CALLS if calls else ""}""")
        (self.folder / "accounts").write_text(
            f"<sip:{user}@{DOMAIN};transport={transport}>;regint={expires};"
            f"auth_pass={password or password_of(user)};"
            f"{'sipnat=outbound;' if outbound else ''}"
            + ("" if by_name else f"outbound=\"sip:{server};transport={transport}\"") + "\n")
        self.start()

    def start(self):
        self.process = self.host.start("baresip", self.family, "-f", self.folder)

    def command(self, name, parameter=""):
        """Has it execute a command of its menu, as a netstring of JSON."""
        command = json.dumps({"command": name, "params": parameter})
        self.host.run(sys.executable, "-c", TELL, f"{len(command)}:{command},")

    def call(self, user, seconds=1, declined_by=None):
        """Calls a user, whose phone may decline after half the time, and hangs up in the end."""
        self.command("dial", f"sip:{user}@{DOMAIN}")
        time.sleep(seconds / 2)
        if declined_by:
            declined_by.command("hangup")
        time.sleep(seconds / 2)
        self.command("hangup")

    def quit(self):
        stop(self.process)

    def kill(self):
        stop(self.process, signal.SIGKILL)


def start_sipp(host, scenario, user, calls=1, users=None):
    """One of the scripted clients in sipp/."""
    return host.start("sipp", "-sf", HERE / "sipp" / scenario, "-m", calls, "-nostdin",
                      "-s", user, "-au", user, "-ap", password_of(user),
                      *(["-inf", users] if users else []),
                      "-i", host.ipv4, "-p", 5060, host.lab.registrar.ipv4)


def sipp(host, scenario, user, calls=1, users=None):
    run_to_end(start_sipp(host, scenario, user, calls, users))


def sipsak(host, user, contact, expires):
    """One REGISTER with sipsak; `contact` is a URI, "*", or "empty" to fetch the bindings."""
    run_to_end(host.start("sipsak", "-U", "-i", "-H", host.ipv4, "-l", 5060,
                          "-p", host.lab.registrar.ipv4, "-C", contact, "-x", expires,
                          "-a", password_of(user), "-s", f"sip:{user}@{DOMAIN}"))


def run_to_end(process):
    if process.wait(120) != 0:
        raise RuntimeError(f"{process.args}: failed")


def make_certificate(folder):
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650",
        "-subj", f"/CN={DOMAIN}", "-keyout", key, "-out", certificate)
    return key, certificate


def build_keylog(folder):
    library = folder / "keylog.so"
    run("cc", "-shared", "-fPIC", "-o", library, HERE / "keylog.c")
    return str(library)
