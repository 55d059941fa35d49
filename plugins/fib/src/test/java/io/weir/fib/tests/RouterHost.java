package io.weir.fib.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.Fib;
import io.weir.fib.Forwarding;
import io.weir.fib.Table;
import io.weir.fib.internal.FibPlugin;
import io.weir.fib.tests.Way.End;
import io.weir.fib.tests.Way.Where;
import io.weir.memory.Memory;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A host that does what the model is told, and where its lookups lead: read as its nodes read it. */
final class RouterHost implements AutoCloseable {
    /** Flows that are sent to a destination. */
    static final int FLOWS = 16;

    private static final int ARP = 0x0806;
    private static final int UDP = 17;
    private static final int FIRST_FLOW = 5_000;
    /** Where packets come in, on a net that the model knows nothing of. */
    private static final int IN = 0x0a5a_0001;

    /** Lookups of one packet, each in the table that the one before named. */
    private static final int MAX_TABLES_IN_TURN = 4;

    final TestHost host;
    final RouterFamily family;
    final List<TestInterface> ports = new ArrayList<>();
    private final TestInterface in;
    private final Asker asker = new Asker();
    private final Map<Integer, Integer> portOf = new HashMap<>();
    private final Map<Integer, End> seen = new HashMap<>();
    private final Map<End, Long> macs = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** Asks the host for what plugins may ask for. */
    private static final class Asker extends WeirPlugin {
        private Registrar registrar;
        private Fib fib;

        @Override
        public void register(final Registrar host) {
            registrar = host;
            fib = host.service(Fib.class);
        }
    }

    RouterHost(final int workers, final RouterFamily family) {
        this.family = family;
        host = TestHost.withWorkers(workers)
                .plugin("fib", new FibPlugin())
                .plugin(family.name(), family.plugin())
                .plugin("asker", asker);
        for (final String line : family.setUp()) {
            host.cli(line);
        }
        for (int i = 0; i < RouterModel.PORTS; i++) {
            ports.add(host.addInterface("if" + i));
            portOf.put(ports.get(i).swIfIndex(), i);
        }
        in = host.addInterface("in");
        final String net = family.prefix(IN, 24);
        host.cli("set interface ip address in " + family.address(IN) + net.substring(net.indexOf('/')));
        for (final int table : RouterModel.TABLES) {
            if (table != 0) {
                host.cli(family.word() + " table add " + table);
            }
        }
    }

    /** Sends flows to addresses; returns by which interface, and to which MAC address, each left that did, by address and flow. */
    Map<String, Map<Integer, Hop>> send(final Collection<Integer> to) {
        final Map<String, Map<Integer, Hop>> hops = new HashMap<>();
        for (final int number : to) {
            hops.put(family.address(number), new HashMap<>());
            for (int flow = 0; flow < FLOWS; flow++) {
                in.send(TestPacket.udp(family.address(IN + 1), family.address(number))
                        .ports(FIRST_FLOW + flow, 53));
            }
        }
        host.untilIdle();
        in.received();
        for (final TestInterface port : ports) {
            for (final byte[] frame : port.received()) {
                final PacketView view = PacketView.of(frame);
                if (view.etherType() != ARP && view.protocol() == UDP) {
                    final Hop hop = new Hop(portOf.get(port.swIfIndex()), view.destinationMac());
                    assertThat(hops.get(view.destination()).put(view.sourcePort() - FIRST_FLOW, hop))
                            .isNull();
                }
            }
        }
        return hops;
    }

    /** Where a packet left. */
    record Hop(int port, long mac) {}

    /** The ends of a packet's flows: one for each bucket. */
    List<End> resolve(final int tableNumber, final int number) {
        seen.clear();
        final Forwarding forwarding = asker.fib.forwarding();
        Table table = asker.fib.table(family.name(), tableNumber);
        for (int turn = 0; turn <= MAX_TABLES_IN_TURN; turn++) {
            final int index = family.forwarding(asker.registrar, table, number);
            final long word = forwarding.at(index);
            final int object = Forwarding.object(word);
            final String to = node(word);
            if (to.equals(family.name() + "-load-balance")) {
                return buckets(forwarding, object);
            }
            if (!to.equals("lookup-" + family.name() + "-dst")) {
                return List.of(end(forwarding, object));
            }
            table = byIndex(forwarding.word(object));
        }
        return List.of(End.NOWHERE);
    }

    private Table byIndex(final int index) {
        return asker.fib.tables(family.name()).stream()
                .filter(table -> table.index() == index)
                .findFirst()
                .orElseThrow();
    }

    private String node(final long word) {
        return Forwarding.hasTarget(word) ? host.host().graph().targetName(Forwarding.target(word)) : "rewrite";
    }

    private List<End> buckets(final Forwarding forwarding, final int balance) {
        final int mask = Memory.getInt(forwarding.line(balance) + Forwarding.BUCKET_MASK);
        assertThat(Integer.bitCount(mask + 1)).as("buckets: a power of two").isOne();
        final List<End> ends = new ArrayList<>();
        for (int bucket = 0; bucket <= mask; bucket++) {
            ends.add(end(forwarding, forwarding.choose(balance, bucket)));
        }
        return ends;
    }

    /** What is done with a packet that has an object; the objects of buckets have words of their own. */
    private End end(final Forwarding forwarding, final int object) {
        return seen.computeIfAbsent(object, key -> read(forwarding, object));
    }

    private End read(final Forwarding forwarding, final int object) {
        final String to = node(forwarding.at(object)).replace(family.name() + "-", "");
        return switch (to) {
            case "rewrite" -> neighbor(forwarding, object, true);
            case "arp", "discover-neighbor" -> neighbor(forwarding, object, false);
            case "glean" -> new End(Where.LINK, portOf.get(forwarding.tx(object)), 0);
            case "local" -> new End(Where.HOST, -1, 0);
            case "punt" -> new End(Where.SYSTEM, -1, 0);
            case "drop", "no-route" -> End.NOWHERE;
            default -> throw new AssertionError("packets go to " + to);
        };
    }

    /** Of a neighbour, its address as main names it and its MAC address as workers find it. */
    private End neighbor(final Forwarding forwarding, final int object, final boolean known) {
        final String text = asker.fib.describe(object);
        final String address = text.substring(text.indexOf(" via ") + 5).split(" ")[0];
        assertThat(numbers).as("addresses that were said").containsKey(address);
        final End end = new End(Where.NEIGHBOR, portOf.get(forwarding.tx(object)), numbers.get(address));
        final long mac = Memory.getLong(forwarding.line(object) + Forwarding.REWRITE_END - 16);
        macs.put(end, known ? Long.reverseBytes(mac) & 0xffff_ffff_ffffL : 0);
        return end;
    }

    /** The MAC address that was read of a neighbour, 0 if it is being asked for. */
    long mac(final End neighbor) {
        return macs.get(neighbor);
    }

    /** The text of an address, noted for the way back. */
    String address(final int number) {
        final String text = family.address(number);
        numbers.put(text, number);
        return text;
    }

    @Override
    public void close() {
        host.close();
    }
}
