"""One function per capture: tour() records captures/tour.pcapng."""

from programs import (Baresip, Linphone, name_server, proxy, registrar, sipp, sipsak,
                      start_sipp)

CASES = {}
KEEPALIVES = set()  # cases whose keep-alives are recorded too
NAMES = set()  # ... and those with DNS


def case(function):
    CASES[function.__name__.replace("_", "-")] = function


def case_with_keepalives(function):
    case(function)
    KEEPALIVES.add(function.__name__.replace("_", "-"))


def case_with_names(function):
    case(function)
    NAMES.add(function.__name__.replace("_", "-"))


@case
def tour(lab):
    registrar(lab, min_expires=18, max_expires=20, nonce_expire=34)
    desk, hall = lab.host(11), lab.host(12)
    alice = Linphone(desk, "alice", expires=120, password="s3cret-alcie")
    lab.until(4)
    alice.restart(password="s3cret-alice")
    lab.until(7)
    bob = Baresip(hall, "bob", expires=12)
    lab.until(12)
    lab.deafen(hall)
    # alice refreshed with the same nonce at 22 s and got stale=true for it at 40 s. The binding
    # granted then expires at 60 s.
    lab.until(45)
    alice.suspend()
    lab.until(72)
    alice.resume()
    lab.hear()
    lab.until(101)
    alice.quit()
    # bob gave up on the silent registrar at 55 s; baresip retries after 30 to 60 s.
    lab.until(118)
    bob.quit()


def two_refreshes(lab, program, tls=False, **how):
    registrar(lab, tls=tls)
    phone = program(lab.host(11), "alice", expires=20, **how)
    lab.until(40)
    phone.quit()


@case
def baresip_udp4(lab):
    two_refreshes(lab, Baresip)


@case
def baresip_udp6(lab):
    two_refreshes(lab, Baresip, ipv6=True)


@case
def baresip_tcp(lab):
    two_refreshes(lab, Baresip, transport="tcp")


@case
def baresip_tls(lab):
    two_refreshes(lab, Baresip, tls=True, transport="tls")


@case
def linphone_udp_nonce_reuse(lab):
    two_refreshes(lab, Linphone)


@case
def linphone_udp6(lab):
    two_refreshes(lab, Linphone, ipv6=True)


@case
def linphone_tcp6(lab):
    two_refreshes(lab, Linphone, transport="tcp", ipv6=True)


@case
def linphone_tls(lab):
    two_refreshes(lab, Linphone, tls=True, transport="tls")


def wrong_password(lab, program):
    registrar(lab)
    phone = program(lab.host(11), "alice", expires=20, password="s3cret-alcie")
    lab.until(10)
    phone.quit()


@case
def wrong_password_baresip(lab):
    wrong_password(lab, Baresip)


@case
def wrong_password_linphone(lab):
    wrong_password(lab, Linphone)


@case
def nonce_stale_linphone(lab):
    registrar(lab, nonce_expire=25)
    phone = Linphone(lab.host(11), "alice", expires=20)
    lab.until(60)
    phone.quit()


@case
def nonce_expired_unsaid_linphone(lab):
    registrar(lab, nonce_expire=25, say_stale=False)
    phone = Linphone(lab.host(11), "alice", expires=20)
    lab.until(60)
    phone.quit()


def interval_423(lab, program):
    registrar(lab, min_expires=30, max_expires=60)
    phone = program(lab.host(11), "alice", expires=15)
    lab.until(35)
    phone.quit()


@case
def interval_423_baresip(lab):
    interval_423(lab, Baresip)


@case
def interval_423_linphone(lab):
    interval_423(lab, Linphone)


@case
def expires_lengthened(lab):
    registrar(lab, min_expires=30, refuse_brief=False, max_expires=60)
    desk = Linphone(lab.host(11), "alice", expires=15)
    hall = Baresip(lab.host(12), "bob", expires=15)
    lab.until(35)
    desk.quit()
    hall.quit()


@case
def registrar_gone_icmp(lab):
    kamailio = registrar(lab)
    phone = Baresip(lab.host(11), "alice", expires=20)
    lab.until(10)
    kamailio.stop()
    lab.until(52)
    kamailio.start()
    lab.until(115)
    phone.quit()


@case
def registrar_silent(lab):
    registrar(lab)
    host = lab.host(11)
    lab.deafen(host)
    phone = Linphone(host, "alice", expires=20)
    lab.until(40)
    lab.hear()
    lab.until(65)
    phone.quit()


@case
def registrar_restarted_tcp(lab):
    kamailio = registrar(lab)
    phone = Baresip(lab.host(11), "alice", expires=20, transport="tcp")
    lab.until(10)
    kamailio.stop()
    lab.until(13)
    kamailio.start()
    lab.until(45)
    phone.quit()


@case
def registrar_gone_tcp(lab):
    kamailio = registrar(lab)
    phone = Baresip(lab.host(11), "alice", expires=20, transport="tcp")
    lab.until(10)
    kamailio.stop()
    lab.until(60)
    kamailio.start()
    lab.until(115)
    phone.quit()


@case
def killed_and_restarted_baresip(lab):
    registrar(lab, max_expires=60)
    phone = Baresip(lab.host(11), "alice", expires=60)
    lab.until(10)
    phone.kill()
    lab.until(15)
    phone.start()
    lab.until(72)
    phone.quit()


@case
def calls_lost_baresip(lab):
    registrar(lab, calls=True)
    alice = Baresip(lab.host(11), "alice", expires=20, calls=True)
    bob = Baresip(lab.host(12), "bob", expires=20, calls=True)
    lab.until(1)
    alice.call("bob", 2)
    lab.until(4)
    alice.call("bob", 2, declined_by=bob)
    lab.until(7)
    alice.call("carol")
    lab.until(9)
    bob.kill()
    # Kamailio gives up after 5 s. The binding expires at 20 s.
    lab.until(10)
    alice.call("bob", 7)
    for time in (23, 27, 31):
        lab.until(time)
        alice.call("bob")
    lab.until(38)
    bob.start()
    lab.until(41)
    alice.call("bob", 2)
    lab.until(45)
    alice.quit()
    bob.quit()


@case
def two_phones_one_aor(lab):
    registrar(lab)
    desk = Linphone(lab.host(11), "alice", expires=20)
    lab.until(5)
    hall = Baresip(lab.host(12), "alice", expires=20)
    lab.until(35)
    desk.quit()
    lab.until(45)
    hall.quit()


@case
def proxy_two_hops(lab):
    registrar(lab)
    between = lab.host(2)
    proxy(between)
    desk = Linphone(lab.host(11), "alice", expires=20, server=between)
    hall = Baresip(lab.host(12), "bob", expires=20, server=between)
    lab.until(25)
    desk.quit()
    hall.quit()


@case
def proxy_path_refused(lab):
    registrar(lab, refuse_path=True)
    between = lab.host(2)
    proxy(between)
    phone = Linphone(lab.host(11), "alice", expires=20, server=between)
    lab.until(10)
    phone.quit()


def nat(lab, program, mapping_timeout=None):
    registrar(lab)
    inside = lab.host_behind(lab.host(20), mapping_timeout)
    phone = program(inside, "alice", expires=20)
    lab.until(40)
    phone.quit()


@case
def nat_linphone(lab):
    nat(lab, Linphone)


@case
def nat_mapping_lost_linphone(lab):
    nat(lab, Linphone, mapping_timeout=5)


@case
def nat_mapping_lost_baresip(lab):
    nat(lab, Baresip, mapping_timeout=5)


@case
def sipsak_unregister_star(lab):
    registrar(lab, max_expires=60)
    host = lab.host(11)
    sipsak(host, "alice", f"sip:alice@{host.ipv4}:5060", 60)
    lab.until(2)
    sipsak(host, "alice", "empty", 60)
    lab.until(4)
    sipsak(host, "alice", "*", 0)


@case
def sipp_unregister_star(lab):
    registrar(lab, max_expires=60)
    sipp(lab.host(11), "unregister-star.xml", "alice")


@case
def sipp_cseq_faults(lab):
    registrar(lab, max_expires=60)
    sipp(lab.host(11), "cseq-faults.xml", "alice")


def outbound(lab, transport):
    registrar(lab, max_expires=60, outbound=True)
    phone = Baresip(lab.host(11), "alice", expires=60, transport=transport, outbound=True)
    lab.until(75)
    phone.quit()


@case_with_keepalives
def outbound_baresip_udp(lab):
    outbound(lab, "udp")


@case_with_keepalives
def outbound_baresip_tcp(lab):
    outbound(lab, "tcp")


@case
def reg_event(lab):
    registrar(lab, reg_events=True)
    watcher = start_sipp(lab.host(13), "reg-subscribe.xml", "alice")
    lab.until(1)
    desk = Linphone(lab.host(11), "alice", expires=20)
    lab.until(25)
    hall = Baresip(lab.host(12), "alice", expires=20)
    lab.until(30)
    hall.kill()
    lab.until(55)
    desk.quit()
    watcher.kill()


@case
def redirected(lab):
    other = lab.host(3)
    registrar(lab, redirect_to=other)
    registrar(lab, other)
    desk = Linphone(lab.host(11), "alice", expires=20)
    hall = Baresip(lab.host(12), "bob", expires=20)
    lab.until(25)
    desk.quit()
    hall.quit()


@case
def overloaded(lab):
    registrar(lab, overloaded=15)
    desk = Linphone(lab.host(11), "alice", expires=20)
    hall = Baresip(lab.host(12), "bob", expires=20)
    lab.until(50)
    desk.quit()
    hall.quit()


@case
def scanned(lab):
    registrar(lab, tell_unknown=True)
    phone = Linphone(lab.host(11), "alice", expires=20)
    lab.until(3)
    users = lab.folder / "users.csv"
    users.write_text("SEQUENTIAL\n" + "".join(f"{n};\n" for n in range(101, 125)) + "alice;\n")
    sipp(lab.host(66), "scan.xml", "nobody", calls=25, users=users)
    lab.until(12)
    phone.quit()


@case_with_names
def name_unknown(lab):
    name_server(lab)
    desk = Linphone(lab.host(11), "alice", expires=20, by_name=True)
    hall = Baresip(lab.host(12), "bob", expires=20, by_name=True)
    lab.until(60)
    desk.quit()
    hall.quit()


@case
def port_closed(lab):
    desk = Linphone(lab.host(11), "alice", expires=20, transport="tcp")
    hall = Baresip(lab.host(12), "bob", expires=20, transport="tcp")
    lab.until(60)
    desk.quit()
    hall.quit()


@case
def certificate_refused(lab):
    registrar(lab, tls=True)
    desk = Linphone(lab.host(11), "alice", expires=20, transport="tls", verify=True)
    hall = Baresip(lab.host(12), "bob", expires=20, transport="tls")
    lab.until(60)
    desk.quit()
    hall.quit()


@case
def encrypted(lab):
    registrar(lab, tls=True, keys=False)
    phone = Baresip(lab.host(11), "alice", expires=20, transport="tls")
    lab.until(60)
    phone.kill()
    lab.until(62)
