package io.weir.ip4.internal;

import io.weir.cli.CommandException;
import io.weir.fib.Fib;
import io.weir.fib.Forwarding;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.net.Ip4Prefix;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.List;

/**
 * Brings a route of its own to its own node, with a word: packets to 77.0.0.0/8 are dropped there, under a reason of their own
 * if the word is the one that the route carries. It does not start while a system property says so.
 */
public final class Carrier extends WeirPlugin {
    static final String FAILS = "weir.test.carrier.fails";
    static final int WORD = 0xcafe_f00d;

    private Fib fib;
    private Next node;

    @Override
    public void register(final Registrar host) {
        fib = host.service(Fib.class);
        node = host.next("carrier");
        final DropReason carried = host.dropReason("carrier-carried");
        final DropReason wrong = host.dropReason("carrier-wrong-word");
        final Forwarding forwarding = fib.forwarding();
        host.node("carrier", worker -> new Carry(forwarding, carried, wrong));
    }

    /** Reads the word from the object that the lookup noted, without a call on an interface. */
    private record Carry(Forwarding forwarding, DropReason carried, DropReason wrong) implements PacketNode {
        @Override
        public void process(final Frame frame) {
            for (int i = 0, size = frame.size(); i < size; i++) {
                final int word = forwarding.word(Buffer.adjacency(frame.buffer(i)));
                frame.drop(i, word == WORD ? carried : wrong);
            }
        }
    }

    @Override
    public void start() {
        final Source routes = fib.source("pool", Source.PLUGIN);
        routes.update(fib.table("ip4", 0), Prefix.of(Ip4Prefix.parse("77.0.0.0/8")), List.of(Path.node(node, WORD)));
        if (Boolean.getBoolean(FAILS)) {
            throw new CommandException("the carrier is broken");
        }
    }
}
