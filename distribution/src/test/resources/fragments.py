"""Judges by scapy, which others wrote, how a router between two links cuts packets and puts fragments together.

fragments.py LEFT RIGHT ROUTER-MAC-LEFT SEED: the links, whose kernel is mute. Beyond LEFT live 10.1.0.2 and 2001:db8:1::2, beyond
RIGHT 10.2.0.2; the router is .1 (::1). Says "cli COMMAND" for what it wants the router to do, and waits for a line then;
"checked N" at the end. Exits with 3 where there is no scapy.
"""
import random
import sys
import time

try:
    from scapy.all import (Ether, ICMP, ICMPv6EchoReply, ICMPv6EchoRequest, ICMPv6ParamProblem, IP, IPv6,
                           IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPOption, IPOption_NOP, PadN, Raw, UDP, conf, defragment,
                           defragment6, fragment, fragment6, raw)
except ImportError:
    sys.exit(3)
conf.verb = 0

LEFT, RIGHT, MAC, SEED = sys.argv[1:]
RANDOM = random.Random(int(SEED))
PEER_MAC = "02:00:00:00:00:02"
ROUTER4, PEER4, BEHIND4 = "10.1.0.1", "10.1.0.2", "10.2.0.2"
ROUTER6, PEER6 = "2001:db8:1::1", "2001:db8:1::2"
PATIENCE_S = 20
SILENCE_S = 0.15
checked = 0


def cli(command):
    print("cli " + command, flush=True)
    sys.stdin.readline()


def check(holds, *said):
    global checked
    checked += 1
    if not holds:
        raise AssertionError(" ".join(str(each) for each in said))


def payload(length):
    return bytes(RANDOM.randrange(256) for _ in range(length))


class Link:
    """What comes from the router on a link, as layers of scapy; sends to it."""

    def __init__(self, name):
        self.socket = conf.L2socket(iface=name)

    def send(self, *packets):
        for packet in packets:
            self.socket.send(Ether(src=PEER_MAC, dst=MAC) / packet)

    def until(self, wanted, enough):
        """Packets of interest until they are enough, or none come for long."""
        got = []
        end = time.monotonic() + PATIENCE_S
        while not enough(got) and time.monotonic() < end:
            if self.socket.select([self.socket], 0.05):
                frame = self.socket.recv()
                if frame is not None and frame.src != PEER_MAC and wanted(frame):
                    got.append(frame[IP] if IP in frame else frame[IPv6])
        check(enough(got), "too little came:", [each.summary() for each in got])
        return got


def total(packet, layer=IP):
    return len(raw(packet[layer]))


# ---- IPv4: cut on the way


def bare(packet):
    """Header and all that is the packet's, without the link's padding."""
    return IP(raw(packet)[:packet.len])


def whole4(got):
    """Whether the fragments at hand reach from 0 to one without the flag."""
    ends = [each.frag * 8 + each.len - each.ihl * 4 for each in got if not each.flags.MF]
    return bool(ends) and sum(each.len - each.ihl * 4 for each in got) >= ends[0] - min(each.frag for each in got) * 8


def options(packet):
    return [(each.copy_flag, each.option, raw(each)) for each in packet.options if each.option != 0]


def judge_cut(sent, got, mtu, first=0, more=False):
    """RFC 791 3.2, of the parts of a packet that is itself the part from first on."""
    header = sent.ihl * 4
    body = raw(sent)[header:]
    said = "mtu %d, payload %d, options %s:" % (mtu, len(body), sent.options)
    got.sort(key=lambda each: each.frag)
    parts = [bare(each) for each in got]
    check(len(parts) > 1, said, "was not cut")
    at = first
    for i, part in enumerate(parts):
        last = i == len(parts) - 1
        check(part.len <= mtu, said, "too long:", part.len)
        check(part.frag * 8 == at, said, "offset", part.frag, "for", at)
        check(bool(part.flags.MF) == (not last or more), said, "MF of", i)
        check(not part.flags.DF and not part.flags.evil, said, "flags")
        check((part.id, part.src, part.dst, part.proto, part.tos) == (sent.id, sent.src, sent.dst, sent.proto, sent.tos), said)
        check(part.ttl == sent.ttl - 1, said, "ttl", part.ttl)
        there = part.chksum
        fresh = part.copy()
        del fresh.chksum
        check(IP(raw(fresh)).chksum == there, said, "checksum of", i)
        wanted = [each for each in options(sent) if i == 0 or each[0]]
        if i > 0:
            check([each for each in options(part) if each[1] != 1] == wanted, said, "options of", i, part.options)
        else:
            check(options(part) == wanted, said, "options of the first", part.options)
        size = part.len - part.ihl * 4
        if not last:
            check(size % 8 == 0 and size > mtu - part.ihl * 4 - 8, said, "size of", i, size)
        at += size
    if first == 0 and not more:
        together = [each for each in defragment(parts) if IP in each]
        check(len(together) == 1, said, "scapy made", together)
        check(raw(together[0])[together[0].ihl * 4:] == body, said, "payload")
    else:
        check(b"".join(raw(each)[each.ihl * 4:] for each in parts) == body, said, "payload")


COPIED = IPOption(b"\x88\x04\x12\x34")
NOT_COPIED = IPOption(b"\x5e\x06abcd")
SETS = [
    [],
    [COPIED],
    [NOT_COPIED],
    [NOT_COPIED, COPIED],
    [IPOption_NOP(), COPIED, NOT_COPIED, IPOption_NOP()],
    [IPOption(b"\x9e\x0bcopied it")] + [NOT_COPIED] * 4 + [COPIED],
]


def cut(left, right):
    number = 1000
    for mtu in (68, 69, 576, 1280, 1499):
        cli("set interface mtu packet %d tap1" % mtu)
        for each in SETS:
            for length in (mtu + 1, RANDOM.randrange(mtu + 1, 1501), 1500):
                number += 1
                sent = IP(src=PEER4, dst=BEHIND4, id=number, ttl=9, tos=RANDOM.randrange(64) << 2, proto=253, options=each)
                header = len(raw(sent))
                sent = IP(raw(sent / Raw(payload(max(length - header, mtu + 1 - header)))))
                left.send(sent)
                judge_cut(sent, right.until(lambda f: IP in f and f[IP].id == sent.id, whole4), mtu)
        for frag, flags in ((0, "MF"), (185, "MF"), (370, "")) if mtu < 1496 else ():
            number += 1
            sent = IP(raw(IP(src=PEER4, dst=BEHIND4, id=number, ttl=9, proto=253, frag=frag, flags=flags, options=SETS[3])
                          / Raw(payload(1464))))
            left.send(sent)
            got = right.until(
                lambda f: IP in f and f[IP].id == sent.id,
                lambda got: sum(each.len - each.ihl * 4 for each in got) >= 1464)
            judge_cut(sent, got, mtu, frag * 8, flags == "MF")
        sent = IP(src=PEER4, dst=BEHIND4, id=9, flags="DF") / UDP(dport=9) / Raw(payload(mtu - 27))
        left.send(sent)
        told = left.until(lambda f: ICMP in f and f[ICMP].type == 3, lambda got: got)[0]
        check(told[ICMP].code == 4 and told[ICMP].nexthopmtu == mtu, "told", told.summary())
    cli("set interface mtu packet 1500 tap1")


# ---- Put together for the host


def reply4(left, request, patient=True):
    """What the router answers, put together by scapy; only of this request, since the sequence tells."""
    def mine(frame):
        return IP in frame and frame[IP].src == ROUTER4 and frame[IP].proto == 1
    if patient:
        parts = [bare(each) for each in left.until(mine, whole4)]
        return (defragment(parts) if len(parts) > 1 else parts)[-1]
    return quiet(left, mine)


def quiet(left, mine):
    """The first of what comes within a while in which nothing should."""
    end = time.monotonic() + SILENCE_S
    while time.monotonic() < end:
        if left.socket.select([left.socket], 0.02):
            frame = left.socket.recv()
            if frame is not None and frame.src != PEER_MAC and mine(frame):
                return frame
    return None


def spoilt(parts, kind):
    """The same in other orders, or with what must not be."""
    parts = list(parts)
    if kind == "reversed":
        parts.reverse()
    elif kind == "shuffled":
        RANDOM.shuffle(parts)
    elif kind == "twice":
        # The last comes once: with it the packet is whole.
        parts = [each for part in parts[:-1] for each in (part, part)] + parts[-1:]
    elif kind == "last first":
        parts = parts[-1:] + parts[:-1]
    return parts


GOOD = ("in order", "reversed", "shuffled", "twice", "last first")


def echo4(sequence, length):
    return IP(raw(IP(src=PEER4, dst=ROUTER4, id=5000 + sequence) / ICMP(id=77, seq=sequence) / Raw(payload(length))))


def together4(left):
    sequence = 0
    for kind in GOOD:
        for size, length in ((8, 100), (24, 1200), (512, 3000), (1480, 20000)):
            sequence += 1
            request = echo4(sequence, length)
            left.send(*spoilt(fragment(request, fragsize=size), kind))
            answer = reply4(left, request)
            check(answer[ICMP].type == 0 and answer[ICMP].seq == sequence, kind, answer.summary())
            check(raw(answer[ICMP])[8:] == raw(request[ICMP])[8:], kind, size, length, "payload")
            check(quiet(left, lambda f: IP in f and f[IP].proto == 1) is None, kind, "answered twice")
    for more in (-8, 8):
        for where in (1, 2):
            sequence += 1
            parts = fragment(echo4(sequence, 1000), fragsize=200)
            # One that lies across two neighbours: never put together (as RFC 5722 has it of IPv6).
            over = parts[where].copy()
            over.frag += more // 8
            for order in (parts[:where] + [over] + parts[where:], [over] + parts[::-1]):
                for each in order:
                    each.id += 1000
                left.send(*order)
                said = quiet(left, lambda f: IP in f and f[IP].src == ROUTER4)
                check(said is None, "overlap was answered", said and said.summary())
    # The host goes on.
    left.send(echo4(999, 10))
    check(reply4(left, None)[ICMP].seq == 999, "no more answers")


def parts6(parts):
    return [(each[IPv6ExtHdrFragment].offset * 8, each[IPv6ExtHdrFragment].m, raw(each[IPv6ExtHdrFragment].payload))
            for each in parts]


def whole6(got):
    if got and IPv6ExtHdrFragment not in got[0]:
        return True
    parts = parts6(got)
    ends = [at + len(data) for at, more, data in parts if not more]
    return bool(ends) and sum(len(data) for _, _, data in parts) >= ends[0]


def judge6(got, mtu):
    """RFC 8200 4.5, of an answer in parts."""
    got.sort(key=lambda each: each[IPv6ExtHdrFragment].offset)
    at = 0
    for i, (offset, more, data) in enumerate(parts6(got)):
        last = i == len(got) - 1
        check(offset == at and bool(more) != last, "part", i, "at", offset, "for", at)
        check(40 + got[i].plen <= mtu, "too long for", mtu, got[i].plen)
        check(last or len(data) % 8 == 0 and len(data) > mtu - 48 - 8, "size of", i, len(data))
        check(got[i].nh == 44 and got[i][IPv6ExtHdrFragment].nh == 58 and got[i][IPv6ExtHdrFragment].res1 == 0, "headers")
        at += len(data)
    check(len({each[IPv6ExtHdrFragment].id for each in got}) == 1, "ids differ")
    joined = IPv6(raw(defragment6([IPv6(raw(each)) for each in got])))
    check(raw(joined.payload) == b"".join(data for _, _, data in parts6(got)), "scapy puts it together otherwise")
    return joined, got[0][IPv6ExtHdrFragment].id


def mine6(frame):
    return IPv6 in frame and frame[IPv6].src == ROUTER6 and frame[IPv6].dst == PEER6 and frame[IPv6].nh in (44, 58) and not (
        frame[IPv6].nh == 58 and frame[IPv6].payload.type in (135, 136))


def echo6(sequence, length, ident, size):
    packet = IPv6(src=PEER6, dst=ROUTER6) / IPv6ExtHdrFragment(id=ident, nh=58) / ICMPv6EchoRequest(
        id=78, seq=sequence, data=payload(length))
    return packet, fragment6(IPv6(raw(packet)), size + 48)


def together6(left):
    ids = []
    sequence = 0
    for mtu in (1280, 1281, 1420, 1500):
        cli("set interface mtu packet %d tap0" % mtu)
        for kind in GOOD:
            for size, length in ((1232, 1300), (256, 1500), (128, 3000), (1224, 15000)):
                sequence += 1
                request, parts = echo6(sequence, length, 6000 + sequence, size)
                check(len(parts) > 1, "scapy did not cut")
                left.send(*spoilt(parts, kind))
                got = left.until(mine6, whole6)
                answer = got[0]
                if IPv6ExtHdrFragment in answer:
                    answer, ident = judge6(got, mtu)
                    ids.append(ident)
                check(ICMPv6EchoReply in answer and answer[ICMPv6EchoReply].seq == sequence, kind, answer.summary())
                check(answer[ICMPv6EchoReply].data == request[ICMPv6EchoRequest].data, kind, size, length, "payload")
                fresh = answer.copy()
                del fresh[ICMPv6EchoReply].cksum
                check(IPv6(raw(fresh))[ICMPv6EchoReply].cksum == answer[ICMPv6EchoReply].cksum, "checksum")
    check(len(set(ids)) == len(ids), "an id was used twice")
    check(sum(b - a == 1 for a, b in zip(ids, ids[1:])) < len(ids) // 2, "ids can be told beforehand")
    cli("set interface mtu packet 1500 tap0")
    overlaps6(left)
    oddities6(left)


def overlaps6(left):
    ident = 9000
    for more in (-1, 1):
        for where in (1, 2):
            for order in ("before", "after", "reversed"):
                ident += 1
                _, parts = echo6(1, 1500, ident, 256)
                over = parts[where].copy()
                over[IPv6ExtHdrFragment].offset += more
                at = where if order == "before" else where + 1
                parts = parts[:at] + [over] + parts[at:]
                if order == "reversed":
                    parts.reverse()
                left.send(*[IPv6(raw(each)) for each in parts])
                said = quiet(left, mine6)
                check(said is None, "overlap was answered", said and said.summary())


def oddities6(left):
    # An atomic fragment is a packet by itself (RFC 6946), whatever waits under its number.
    _, parts = echo6(1, 1500, 10000, 256)
    left.send(*parts[:-1])
    left.send(IPv6(src=PEER6, dst=ROUTER6) / IPv6ExtHdrFragment(id=10000, nh=58, m=0) / ICMPv6EchoRequest(seq=500, data=b"x"))
    check(left.until(mine6, whole6)[0][ICMPv6EchoReply].seq == 500, "atomic")
    left.send(parts[-1])
    check(left.until(mine6, whole6) != [], "the other one")
    # A first fragment of 8 bytes has the whole ICMPv6 header.
    upper = raw(IPv6(raw(IPv6(src=PEER6, dst=ROUTER6) / ICMPv6EchoRequest(seq=501, data=b"y" * 72))).payload)
    head = IPv6(src=PEER6, dst=ROUTER6)
    pieces = [head / IPv6ExtHdrFragment(id=10001, nh=58, m=int(i < 9), offset=i) / Raw(upper[8 * i:8 * i + 8]) for i in range(10)]
    RANDOM.shuffle(pieces)
    left.send(*pieces)
    check(left.until(mine6, whole6)[0][ICMPv6EchoReply].seq == 501, "tiny fragments")
    # One whose first fragment has not all headers is not put together (RFC 7112), and its sender is told.
    chain = raw(IPv6ExtHdrDestOpt(nh=58, options=[PadN(optdata=b"\0" * 12)])) + upper
    pieces = [head / IPv6ExtHdrFragment(id=10002, nh=60, m=m, offset=o) / Raw(chain[8 * o:8 * e])
              for o, e, m in ((0, 1, 1), (1, 4, 1), (4, 99, 0))]
    left.send(*pieces)
    told = left.until(mine6, lambda got: got)[0]
    check(ICMPv6ParamProblem in told and told[ICMPv6ParamProblem].code == 3, "no whole chain:", told.summary())
    check(quiet(left, mine6) is None, "no whole chain, but answered")
    # A part that is not the last and ends within 8 bytes.
    left.send(head / IPv6ExtHdrFragment(id=10003, nh=58, m=1) / Raw(upper[:13]))
    told = left.until(mine6, lambda got: got)[0]
    check(ICMPv6ParamProblem in told and (told[ICMPv6ParamProblem].code, told[ICMPv6ParamProblem].ptr) == (0, 4), told.summary())
    # One that would end behind the longest packet.
    # Of UDP, for who knows whether it would be about an ICMPv6 error otherwise.
    left.send(head / IPv6ExtHdrFragment(id=10004, nh=17, m=0, offset=8191) / Raw(upper[:16]))
    told = left.until(mine6, lambda got: got)[0]
    check(ICMPv6ParamProblem in told and (told[ICMPv6ParamProblem].code, told[ICMPv6ParamProblem].ptr) == (0, 42), told.summary())


left, right = Link(LEFT), Link(RIGHT)
cli("show version")
cut(left, right)
together4(left)
together6(left)
print("checked %d" % checked, flush=True)
