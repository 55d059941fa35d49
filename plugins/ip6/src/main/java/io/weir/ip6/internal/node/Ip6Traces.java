package io.weir.ip6.internal.node;

import io.weir.fib.Fib;
import io.weir.memory.Buffer;
import io.weir.net.EthernetHeader;
import io.weir.net.PacketText;

/** What the nodes' traces print, in VPP's words. Only main. */
public final class Ip6Traces {
    private static final int DUMP_BYTES = 60;

    private final Fib fib;

    public Ip6Traces(final Fib fib) {
        this.fib = fib;
    }

    /** The IPv6 header. */
    public void header(final long buffer, final StringBuilder out) {
        PacketText.ip6(Buffer.data(buffer), PacketText.captured(buffer), out);
    }

    /** What the lookup found. */
    public void lookup(final long buffer, final StringBuilder out) {
        out.append("fib 0 dpo-idx ").append(Buffer.adjacency(buffer)).append(" flow hash: 0x00000000\n");
        header(buffer, out);
    }

    /** What the packet became. */
    public void rewrite(final long buffer, final StringBuilder out) {
        final int index = Buffer.adjacency(buffer);
        out.append("tx_sw_if_index ").append(Buffer.txInterface(buffer));
        out.append(" adj-idx ").append(index).append(" : ").append(fib.describe(index));
        out.append(" flow hash: 0x00000000\n");
        final int length = Math.min(PacketText.captured(buffer), DUMP_BYTES);
        PacketText.hexDump(Buffer.data(buffer), Math.max(length, EthernetHeader.LENGTH), out);
    }
}
