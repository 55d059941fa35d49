"""Judges translated packets by scapy and tshark, which others wrote.

translated.py CAPTURE: frames in pairs, a packet and what it was translated to. Of each the packet is translated here once more, with
scapy's layers and sums, and has to be the same. Prints how many were judged; exits with 3 where there is no scapy.
"""
import shutil
import subprocess
import sys

try:
    from scapy.all import ICMP, IP, TCP, UDP, Ether, IPv6, IPv6ExtHdrFragment, conf, in6_chksum, raw, rdpcap
    from scapy.utils import checksum
except ImportError:
    sys.exit(3)
conf.verb = 0

CLIENT, SERVER6, ROUTER4_AS_6 = "2001:db8::1", "64:ff9b::c633:6407", "64:ff9b::cb00:7109"
POOL, SERVER4 = "192.0.2.33", "198.51.100.7"
UNREACHABLE_TO_4 = {0: (3, 1), 1: (3, 10), 2: (3, 1), 3: (3, 1), 4: (3, 3)}
UNREACHABLE_TO_6 = {0: (1, 0), 1: (1, 0), 2: (4, 1), 3: (1, 4), 4: (2, 0), 5: (1, 0), 6: (1, 0), 7: (1, 0), 8: (1, 0),
                    9: (1, 1), 10: (1, 1), 11: (1, 0), 12: (1, 0), 13: (1, 1), 15: (1, 1)}
EXTENSIONS = {0, 43, 60}
CHECKSUM_AT = {6: 16, 17: 6}


def parts6(packet):
    """Protocol, fragment header and payload of an IPv6 packet."""
    header, rest, fragment, number = packet[:40], packet[40:], None, packet[6]
    while number in EXTENSIONS or number == 44:
        if number == 44:
            fragment, number, rest = IPv6ExtHdrFragment(rest[:8]), rest[0], rest[8:]
        else:
            number, rest = rest[0], rest[8 + 8 * rest[1]:]
    return IPv6(header), number, fragment, rest


def upper(payload, number, six, source, destination, ports, whole):
    """The upper header with new ports, or another type of echo, and the sum that scapy finds."""
    out = bytearray(payload)
    if number in CHECKSUM_AT:
        at = CHECKSUM_AT[number]
        for place, port in zip((0, 2), ports):
            if port is not None and len(out) >= place + 2:
                out[place:place + 2] = port.to_bytes(2, "big")
    else:
        at = 2
        identifier = ports[0] if ports[0] is not None else ports[1]
        out[4:6] = identifier.to_bytes(2, "big")
        out[0] = {128: 8, 129: 0}[out[0]] if not six else {8: 128, 0: 129}[out[0]]
    if not whole:
        return out, at
    out[at:at + 2] = b"\0\0"
    if six:
        made = in6_chksum(58 if number in (1, 58) else number, IPv6(src=source, dst=destination), bytes(out))
    elif number in CHECKSUM_AT:
        layer = IP(src=source, dst=destination, proto=number) / (TCP if number == 6 else UDP)(bytes(out))
        del layer[1].chksum
        made = (TCP if number == 6 else UDP)(raw(layer)[20:]).chksum
    else:
        made = checksum(bytes(out))
    out[at:at + 2] = (made or (0xffff if number == 17 else 0)).to_bytes(2, "big")
    return out, at


def to4(packet, source, destination, ports, identification, quoted=False):
    """An IPv4 header, what follows it, and where in that is a sum that can't be told since not all is there."""
    header, number, fragment, payload = parts6(packet)
    length = 20 + 40 + header.plen - (len(packet) - len(payload))
    whole = (not fragment or not fragment.m and not fragment.offset) and length == 20 + len(payload)
    later = fragment and fragment.offset
    untold = None
    if number in (6, 17, 58) and not later:
        payload, untold = upper(payload, number, False, source, destination, ports, whole)
    flags = (("MF" if fragment.m else 0) if fragment else ("DF" if length > 1260 else 0))
    made = IP(src=source, dst=destination, tos=header.tc, ttl=header.hlim, proto=1 if number == 58 else number,
              len=length, flags=flags, frag=fragment.offset if fragment else 0,
              id=fragment.id & 0xffff if fragment else 0 if quoted else identification)
    return raw(made), bytes(payload), None if whole else untold


def to6(packet, source, destination, ports):
    header = IP(packet)
    payload = packet[header.ihl * 4:]
    number = header.proto
    part = bool(header.flags.MF) or header.frag > 0
    length = header.len - header.ihl * 4
    whole = not part and length == len(payload)
    untold = None
    if number in (1, 6, 17) and not header.frag:
        payload, untold = upper(payload, number, True, source, destination, ports, whole)
    number = 58 if number == 1 else number
    made = raw(IPv6(src=source, dst=destination, tc=header.tos, fl=0, hlim=header.ttl, nh=44 if part else number,
                    plen=length + (8 if part else 0)))
    if part:
        made += raw(IPv6ExtHdrFragment(nh=number, offset=header.frag, m=int(header.flags.MF), id=header.id))
    return made, bytes(payload), None if whole else untold


def known(body, place, got):
    """With the sum at a place as it is, which can't be told from what is quoted."""
    return body if place is None else body[:place] + got[place:place + 2] + body[place + 2:]


def error_to4(packet, after):
    header, _, _, message = parts6(packet)
    kind, code, quote = message[0], message[1], message[8:]
    new = {1: UNREACHABLE_TO_4.get(code), 2: (3, 4), 3: (11, code), 4: (3, 2) if code == 1 else (12, 0)}[kind]
    said = message[4] * 8 if kind in (1, 3) else 0
    extension = quote[said:] if 0 < said < len(quote) else b""
    inner = quote[:said] if extension else quote
    inner = inner[:40 + int.from_bytes(inner[4:6], "big")]
    front, back, untold = to4(inner, SERVER4, POOL, (None, 1024), 0, True)
    body = known(front + back, untold and 20 + untold, after[28:])
    rest = bytes(4)
    if extension:
        body = body.ljust(max(128, len(body) + 3 & ~3), b"\0")
        rest = bytes([0, len(body) // 4, 0, 0])
    if kind == 2:
        shorter = 28 if parts6(inner)[2] else 20
        rest = (max(1280, int.from_bytes(message[4:8], "big")) - shorter).to_bytes(4, "big")
    elif new[0] == 12:
        rest = bytes([{0: 0, 1: 1, 4: 2, 6: 9, 7: 8, 8: 12, 24: 16}[int.from_bytes(message[4:8], "big")], 0, 0, 0])
    return finish4(header, new, rest, body + extension, IP(after).id)


def finish4(header, new, rest, body, identification):
    message = bytes(new) + b"\0\0" + rest + body[:576 - 28]
    message = message[:2] + checksum(message).to_bytes(2, "big") + message[4:]
    return raw(IP(src=POOL, dst=SERVER4, tos=header.tc, ttl=header.hlim, proto=1, flags=0, id=identification) / message)


def error_to6(packet, after):
    header = IP(packet)
    message = packet[header.ihl * 4:]
    kind, code, quote = message[0], message[1], message[8:]
    new = {3: UNREACHABLE_TO_6.get(code), 11: (3, code), 12: (4, 0)}[kind]
    said = message[5] * 4
    extension = quote[said:] if 0 < said < len(quote) else b""
    inner = quote[:said] if extension else quote
    inner = inner[:int.from_bytes(inner[2:4], "big")]
    front, back, untold = to6(inner, CLIENT, SERVER6, (4000, None))
    body = known(front + back, untold and len(front) + untold, after[48:])
    rest = bytes(4)
    if new[0] == 2:
        rest = max(1280, int.from_bytes(message[6:8], "big") + 20).to_bytes(4, "big")
        extension = b""
    elif new == (4, 1):
        rest, extension = (6).to_bytes(4, "big"), b""
    elif new[0] == 4:
        rest = {0: 0, 1: 1, 2: 4, 8: 7, 9: 6, 12: 8, 16: 24}[message[4]].to_bytes(4, "big")
        extension = b""
    if extension:
        body = body.ljust(max(128, len(body) + 7 & ~7), b"\0")
        rest = bytes([len(body) // 8, 0, 0, 0])
    message = bytes(new) + b"\0\0" + rest + (body + extension)[:1280 - 48]
    outer = IPv6(src=ROUTER4_AS_6, dst=CLIENT, tc=header.tos, hlim=header.ttl, nh=58, plen=len(message))
    message = message[:2] + in6_chksum(58, outer, message).to_bytes(2, "big") + message[4:]
    return raw(outer) + message


def expected(before, after):
    """What the packet should be."""
    if before[0] >> 4 == 6:
        _, number, _, payload = parts6(before)
        if number == 58 and payload[0] < 128:
            return error_to4(before, after)
        front, back, untold = to4(before, POOL, SERVER4, (1024, None), IP(after).id)
    else:
        header = IP(before)
        if header.proto == 1 and not header.frag and before[header.ihl * 4] not in (0, 8):
            return error_to6(before, after)
        front, back, untold = to6(before, SERVER6, CLIENT, (None, 4000))
    return known(front + back, untold and len(front) + untold, after)


def tshark(capture):
    program = shutil.which("tshark")
    if not program:
        return
    # Of packets that errors quote it takes what is cut off for a wrong sum.
    wrong = ("frame.number % 2 == 0 && (ip.checksum.status == 0 || icmp.checksum.status == 0 || icmpv6.checksum.status == 0"
             " || (tcp.checksum.status == 0 || udp.checksum.status == 0) && !icmp && !icmpv6 || _ws.malformed)")
    command = [program, "-n", "-r", capture, "-o", "ip.defragment:FALSE",
               "-o", "ipv6.defragment:FALSE",
               # What is above is random.
               "-d", "tcp.port==0-65535,data", "-d", "udp.port==0-65535,data", "-Y", wrong]
    for name in ("ip", "tcp", "udp"):
        command += ["-o", name + ".check_checksum:TRUE"]
    said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert said.returncode == 0, said.stderr.decode()
    assert not said.stdout, said.stdout.decode()


frames = [raw(frame)[14:] for frame in rdpcap(sys.argv[1])]
for i in range(0, len(frames), 2):
    made = expected(frames[i], frames[i + 1])
    assert made == frames[i + 1], "pair %d\nbefore   %s\nafter    %s\nexpected %s" % (
        i // 2, frames[i].hex(), frames[i + 1].hex(), made.hex())
tshark(sys.argv[1])
print(len(frames) // 2)
