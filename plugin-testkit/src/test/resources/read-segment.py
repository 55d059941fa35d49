"""Prints a statistics segment of version 2, as TYPE:INDEX:THREAD:VALUE:NAME. Knows the format, and nothing of Weir.

read-segment.py file PATH | socket PATH
"""
import array
import mmap
import os
import socket
import struct
import sys


def open_segment(how, path):
    if how == "file":
        return os.open(path, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client:
        client.connect(path)
        data, control, _, _ = client.recvmsg(16, socket.CMSG_SPACE(4))
        assert data == b"" and len(control) == 1, (data, control)
        level, kind, descriptor = control[0]
        assert (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS)
        fd = array.array("i", descriptor)[0]
        assert client.recv(16) == b""
        return fd


class Segment:
    def __init__(self, fd):
        self.map = mmap.mmap(fd, os.fstat(fd).st_size, prot=mmap.PROT_READ)
        version, self.base = self.get("QQ", 0)
        assert version == 2, version

    def get(self, form, at):
        return struct.unpack_from("=" + form, self.map, at)

    def vector(self, pointer, form):
        first = pointer - self.base
        (length,) = self.get("I", first - 8)
        size = struct.calcsize("=" + form)
        return [self.get(form, first + i * size) for i in range(length)]

    def entries(self):
        (directory,) = self.get("Q", 32)
        return [(kind, value, name.split(b"\0")[0].decode()) for kind, value, name in
                self.vector(directory, "I4xQ128s")]

    def rows(self, pointer, form):
        return [self.vector(thread, form) for (thread,) in self.vector(pointer, "Q")]

    def names(self, pointer):
        texts = []
        for (text,) in self.vector(pointer, "Q"):
            chars = b"".join(c for (c,) in self.vector(text, "c")) if text else None
            assert chars is None or chars.endswith(b"\0"), chars
            texts.append(chars[:-1].decode() if text else None)
        return texts

    def lines(self):
        entries = self.entries()
        for kind, value, name in entries:
            column = None
            if kind == 6:
                index, column = value & 0xffffffff, value >> 32
                kind, value, _ = entries[index]
            if kind in (1, 9):
                yield "%d:%d.00:%s" % (kind, value, name)
            elif kind in (2, 3):
                for thread, row in enumerate(self.rows(value, "Q" if kind == 2 else "QQ")):
                    for i, cell in enumerate(row if column is None else [row[column]]):
                        yield "%d:%d:%d:%s:%s" % (kind, i, thread, ":".join(map(str, cell)), name)
            elif kind == 4:
                for i, text in enumerate(self.names(value)):
                    if text is not None:
                        yield "4:%d:%s:%s" % (i, text, name)
            else:
                raise AssertionError("type %d of %s" % (kind, name))

    def dump(self):
        while True:
            epoch, busy = self.get("QQ", 16)
            if not busy:
                lines = list(self.lines())
                if self.get("QQ", 16) == (epoch, 0):
                    return lines


print("\n".join(Segment(open_segment(sys.argv[1], sys.argv[2])).dump()))
