package io.weir.ip4.internal.node;

import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.ip4.Ip4Addresses;
import io.weir.ip4.Ip4Lookup;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.FlowHash;
import io.weir.net.Ip4Header;

/**
 * Writes this router into options that ask for it (RFC 791, 3.1): its address on the interface that the packet will leave by, as
 * ip4-lookup is about to find out. A packet that stays here is left as it is. Such packets are rare, so nothing is done for their speed.
 *
 * @param family number of the family.
 */
record OptionRecorder(
        Ip4Lookup lookup, Forwarding forwarding, int family, Ip4Addresses addresses, int loadBalance, int again) {
    private static final int LENGTH_AT = 1;
    private static final int POINTER_AT = 2;
    private static final int FLAGS_AT = 3;
    private static final int MAX_LOOKUPS = 5;
    private static final int DAY_MS = 86_400_000;
    private static final int TIMES_ONLY = 0;
    private static final int TIMES_AND_ADDRESSES = 1;
    private static final int TIMES_AT_ADDRESSES = 3;
    private static final int MAX_OVERFLOW = 15;

    /** How routers are found. */
    static OptionRecorder of(
            final Ip4Lookup lookup,
            final Forwarding forwarding,
            final int family,
            final Ip4Addresses addresses,
            final Family.Nodes nodes) {
        return new OptionRecorder(
                lookup,
                forwarding,
                family,
                addresses,
                nodes.loadBalance().target(),
                nodes.lookup().target());
    }

    /** Writes into a record route option of so many bytes; returns 0, or which octet of it can't be. */
    int route(final long buffer, final long header, final long option, final int length) {
        if (length < POINTER_AT + 1) {
            return LENGTH_AT;
        }
        final int pointer = Memory.getUnsignedByte(option + POINTER_AT);
        if (pointer < 4 || pointer <= length && pointer + 3 > length) {
            return POINTER_AT;
        }
        final int own = own(buffer, header);
        if (pointer <= length && own != 0) {
            Memory.putIntBe(option + pointer - 1, own);
            Memory.putByte(option + 2, pointer + 4);
            Ip4Header.updateChecksum(header);
        }
        return 0;
    }

    /** Writes into a timestamp option of so many bytes; returns 0, or which octet of it can't be: that of who found no room may be full. */
    int timestamp(final long buffer, final long header, final long option, final int length) {
        if (length < FLAGS_AT + 1) {
            return LENGTH_AT;
        }
        final int pointer = Memory.getUnsignedByte(option + POINTER_AT);
        if (pointer < 5) {
            return POINTER_AT;
        }
        final int flags = Memory.getUnsignedByte(option + FLAGS_AT);
        final int kind = flags & 0xf;
        final boolean full = pointer > length;
        if (kind != TIMES_ONLY && kind != TIMES_AND_ADDRESSES && kind != TIMES_AT_ADDRESSES
                || full && kind != TIMES_AT_ADDRESSES && flags >>> 4 == MAX_OVERFLOW) {
            return FLAGS_AT;
        }
        if (!full && pointer + (kind == TIMES_ONLY ? 3 : 7) > length) {
            return POINTER_AT;
        }
        final int own = own(buffer, header);
        if (own == 0 || full && kind == TIMES_AT_ADDRESSES) {
            return 0;
        }
        if (full) {
            Memory.putByte(option + 3, flags + 0x10);
        } else {
            write(buffer, option, kind, own);
        }
        Ip4Header.updateChecksum(header);
        return 0;
    }

    private void write(final long buffer, final long option, final int kind, final int own) {
        final int pointer = Memory.getUnsignedByte(option + 2);
        final long at = option + pointer - 1;
        final int now = (int) (System.currentTimeMillis() % DAY_MS);
        if (kind == TIMES_ONLY) {
            Memory.putIntBe(at, now);
            Memory.putByte(option + 2, pointer + 4);
        } else if (kind == TIMES_AND_ADDRESSES || addresses.isLocal(Buffer.rxInterface(buffer), Memory.getIntBe(at))) {
            if (kind == TIMES_AND_ADDRESSES) {
                Memory.putIntBe(at, own);
            }
            Memory.putIntBe(at + 4, now);
            Memory.putByte(option + 2, pointer + 8);
        }
    }

    /** The address by which the packet leaves, 0 if it doesn't. */
    private int own(final long buffer, final long header) {
        final int destination = Ip4Header.destination(header);
        int table = forwarding.table(family, Buffer.rxInterface(buffer));
        for (int i = 0; i < MAX_LOOKUPS; i++) {
            final int way = lookup.forwarding(table, destination);
            final int target = forwarding.lookupTarget(way);
            int object = Forwarding.object(forwarding.at(way));
            if (target == again) {
                table = forwarding.word(object);
                continue;
            }
            if (target == loadBalance) {
                object = forwarding.choose(
                        object, FlowHash.ip4(buffer, forwarding.flowFields(table), forwarding.flowSeed()));
            }
            final int tx = forwarding.tx(object);
            return way == 0 || tx < 0 ? 0 : addresses.sourceFor(tx, destination);
        }
        return 0;
    }
}
