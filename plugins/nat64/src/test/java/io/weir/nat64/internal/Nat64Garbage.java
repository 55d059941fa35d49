package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.tests.GarbageFamily;
import io.weir.fib.tests.Ip4Garbage;
import io.weir.fib.tests.Ip6Garbage;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.nat64.Nat64Plugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Both families with a translator between them: clients on the left, servers on the right, both on the third. Packets whose checksums were
 * right when they came are marked, by a traffic class and hops that no others have, so that what becomes of them is held to be right too.
 */
final class Nat64Garbage implements GarbageFamily {
    private static final int MOST_SESSIONS = 600;
    private static final int MARK = 0xa8;
    private static final int MARKED_HOPS = 250;
    /** Through the translator twice at most, and through routes as often. */
    private static final int LEAST_MARKED_HOPS = 240;

    private static final int IP4 = 0x0800;
    private static final int IP6 = 0x86dd;

    private final Ip4Garbage ip4 = new Ip4Garbage();
    private final Ip6Garbage ip6 = new Ip6Garbage();
    private final boolean offloads;

    /**
     * Garbage.
     *
     * @param offloads whether packets come with offloads: then none is marked.
     */
    Nat64Garbage(final boolean offloads) {
        this.offloads = offloads;
    }

    @Override
    public String name() {
        return "ip6";
    }

    @Override
    public List<String> families() {
        return List.of("ip4", "ip6");
    }

    @Override
    public boolean offloads() {
        return offloads;
    }

    @Override
    public List<Named> plugins() {
        return List.of(
                new Named("ip4", new Ip4Plugin()),
                new Named("ip6", new Ip6Plugin()),
                new Named("nat64", new Nat64Plugin()));
    }

    @Override
    public List<String> setUp() {
        final List<String> lines = new ArrayList<>(List.of(
                "set plugin setting ip6 dad-transmits 0",
                "set plugin setting ip6 mld-robustness 0",
                "set plugin setting ip4 reassembly-timeout 100",
                "set plugin setting ip6 reassembly-timeout 100",
                "set interface ip address left 2001:db8:1::1/64",
                "set interface ip address right 192.0.2.1/24",
                "set interface ip address third 2001:db8:3::1/64",
                "set interface ip address third 10.3.0.1/24",
                "set interface mtu packet 1400 right",
                "ip route add 203.0.113.0/24 via 192.0.2.2 right",
                "ip route add 10.0.0.0/24 via drop",
                "nat64 plugin enable max-sessions " + MOST_SESSIONS
                        + " max-bindings 300 client-bindings 20 client-sessions 40",
                "nat64 add prefix 2001:db8:64::/96",
                "nat64 add prefix 2001:db8:65::/96",
                "nat64 add prefix 64:ff9b::/96",
                "nat64 add pool address 198.51.100.1 - 198.51.100.2",
                "nat64 add interface address third",
                "set interface nat64 in left out right in third out third"));
        for (int host = 2; host < 10; host++) {
            lines.add("set ip neighbor static left 2001:db8:1::" + host + " 02:00:00:00:00:aa");
            lines.add("set ip neighbor static third 2001:db8:3::" + host + " 02:00:00:00:00:cc");
            lines.add("set ip neighbor static right 192.0.2." + host + " 02:00:00:00:00:bb");
        }
        for (int bound = 0; bound < Nat64Grammar.BOUND_PORTS; bound++) {
            for (final String protocol : List.of("tcp", "udp", "icmp")) {
                final int port = Nat64Grammar.FIRST_BOUND + bound;
                lines.add("nat64 add static bib 2001:db8:1::" + Nat64Grammar.address(bound) + " " + port + " "
                        + Nat64Grammar.POOL[0] + " " + port + " " + protocol);
            }
        }
        return lines;
    }

    @Override
    public List<Toggle> toggles() {
        return List.of(
                new Toggle("nat64 add pool address 198.51.100.3", "nat64 drain 198.51.100.3"),
                new Toggle("nat64 add prefix 2001:db8:65::/96 del", "nat64 add prefix 2001:db8:65::/96"),
                new Toggle("clear nat64 sessions", "clear nat64 sessions udp"),
                new Toggle("set interface nat64 in left del", "set interface nat64 in left"),
                new Toggle("set interface nat64 out right del", "set interface nat64 out right"),
                new Toggle("set nat64 timeouts udp 1 icmp 1 tcp-transitory 1", "set nat64 timeouts reset"),
                new Toggle("set interface mtu packet 1500 right", "set interface mtu packet 1400 right"),
                new Toggle("set interface mtu packet 1280 left", "set interface mtu packet 1500 left"),
                new Toggle("ip route del 203.0.113.0/24", "ip route add 203.0.113.0/24 via 192.0.2.2 right"),
                new Toggle(
                        "set plugin setting ip6 reassembly-packets 4",
                        "set plugin setting ip6 reassembly-packets 1024"),
                new Toggle(
                        "set plugin setting ip4 reassembly-packets 4",
                        "set plugin setting ip4 reassembly-packets 1024"));
    }

    @Override
    public List<String> join(final String sub) {
        return List.of(
                "set interface ip address " + sub + " 2001:db8:7::1/64",
                "set interface ip address " + sub + " 10.7.0.1/24",
                "nat64 add interface address " + sub,
                "set interface nat64 in " + sub + " out " + sub);
    }

    @Override
    public List<TestPacket> packets(final RandomGenerator bits, final int port) {
        return Nat64Grammar.packets(bits, port);
    }

    @Override
    public void mend(final byte[] frame, final int at) {
        ip4.mend(frame, at);
        ip6.mend(frame, at);
        if (!offloads && isRight(frame)) {
            mark(frame, at);
            ip4.mend(frame, at);
        }
    }

    private static boolean isRight(final byte[] frame) {
        try {
            final PacketView view = PacketView.of(frame);
            final int end = view.network() + view.totalLength();
            return end <= frame.length
                    && view.transport() < end
                    && (view.etherType() == IP6 || view.headerChecksumGood())
                    && isWhole(view)
                    && isSummed(view.protocol())
                    && view.checksumGood();
        } catch (final RuntimeException e) {
            // It ends within its headers, or isn't of IP.
            return false;
        }
    }

    private static boolean isWhole(final PacketView view) {
        return !view.moreFragments() && view.fragmentOffset() == 0;
    }

    private static boolean isSummed(final int protocol) {
        return protocol == 6 || protocol == 17 || protocol == 58 || protocol == 1;
    }

    private static void mark(final byte[] frame, final int at) {
        if (frame[at] >>> 4 == 4) {
            frame[at + 1] = (byte) MARK;
            frame[at + 8] = (byte) MARKED_HOPS;
        } else {
            final ByteBuffer bytes = ByteBuffer.wrap(frame);
            bytes.putShort(at, (short) (0x6000 | MARK << 4 | bytes.getShort(at) & 0xf));
            frame[at + 7] = (byte) MARKED_HOPS;
        }
    }

    private static boolean isMarked(final byte[] frame, final int at) {
        final boolean four = frame[at] >>> 4 == 4;
        final int hops = frame[at + (four ? 8 : 7)] & 0xff;
        final int mark = four ? frame[at + 1] & 0xff : ByteBuffer.wrap(frame).getShort(at) >>> 4 & 0xff;
        return mark == MARK && hops >= LEAST_MARKED_HOPS && hops < MARKED_HOPS;
    }

    @Override
    public void checkSent(final byte[] frame, final int at) {
        ip4.checkSent(frame, at);
        ip6.checkSent(frame, at);
        final int type = (frame[at - 2] & 0xff) << 8 | frame[at - 1] & 0xff;
        if ((type == IP4 || type == IP6) && isMarked(frame, at)) {
            final PacketView view = PacketView.of(frame);
            if (isWhole(view) && isSummed(view.protocol())) {
                assertThat(view.checksumGood()).as("sum of " + view).isTrue();
                marked++;
            }
        }
    }

    private long marked;

    @Override
    public void conclude(final TestHost host) {
        final long sessions = host.cli("show nat64 session table all").lines().count() - 1;
        final int threads = Math.max(1, host.host().workers().size());
        assertThat(sessions).isLessThanOrEqualTo((long) MOST_SESSIONS * threads);
        if (!offloads) {
            assertThat(marked).as("packets that left with right checksums").isPositive();
        }
    }

    @Override
    public List<String> reasonPrefixes() {
        return List.of("nat64-in2out-", "nat64-out2in-");
    }

    @Override
    public Set<String> unmet() {
        final Set<String> unmet = new HashSet<>(List.of(
                // Of one direction only: what begins sessions, or is of one family.
                "nat64-in2out-no-binding",
                "nat64-in2out-no-prefix",
                "nat64-in2out-spoofed",
                "nat64-in2out-filtered",
                "nat64-in2out-no-buffers",
                "nat64-in2out-headroom",
                "nat64-in2out-large-segment",
                "nat64-in2out-zero-checksum",
                "nat64-out2in-client-address",
                "nat64-out2in-client-limit",
                "nat64-out2in-extensions",
                "nat64-out2in-fragment-extension",
                "nat64-out2in-no-pool",
                "nat64-out2in-no-port",
                "nat64-out2in-not-global",
                "nat64-out2in-source-in-prefix",
                // Fragments of ICMP and headers that can't be walked have no ports, and so no session.
                "nat64-in2out-extensions",
                "nat64-in2out-fragmented-icmp",
                "nat64-out2in-fragmented-icmp",
                // ip4-input drops these.
                "nat64-out2in-source-route",
                "nat64-out2in-server-address",
                // Frames here begin far enough behind.
                "nat64-out2in-headroom",
                // The pool has more ports than there are bindings, and an address always.
                "nat64-in2out-no-pool",
                "nat64-in2out-no-port",
                // Its clients come to their limits before; with other seeds they don't.
                "nat64-out2in-full",
                // Nobody asks for it here.
                "nat64-out2in-filtered"));
        if (!offloads) {
            unmet.add("nat64-out2in-large-segment");
            // What contradicts itself is dropped before, but for offloads that do.
            unmet.add("nat64-in2out-malformed");
        }
        return unmet;
    }
}
