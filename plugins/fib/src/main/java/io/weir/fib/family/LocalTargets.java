package io.weir.fib.family;

import io.weir.cli.CommandException;
import io.weir.graph.Next;
import io.weir.plugin.ServiceConsumer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Who takes what is for this host. Main writes, workers read; an entry is one int, so a worker sees the old or the new
 * one, at the latest in its next frame.
 *
 * <p>An entry belongs to the plugin that claimed it, and goes with it. While a version of a plugin takes the place of another
 * both have claims, of which the newer counts; whichever goes leaves what the other claimed.
 */
public final class LocalTargets {
    private record Key(LocalKind kind, int number) {
        @Override
        public String toString() {
            return kind + " " + number;
        }
    }

    /** One claim; no two are equal. */
    private static final class Claim {
        private final ServiceConsumer by;
        private int target;
        private ServiceConsumer.Effect effect;

        Claim(final ServiceConsumer by) {
            this.by = by;
        }
    }

    private final int[] protocols = new int[LocalKind.PROTOCOL.last() + 1];
    private final int[] udpPorts = new int[LocalKind.UDP_PORT.last() + 1];
    private final int[] icmpTypes = new int[LocalKind.ICMP_TYPE.last() + 1];
    private final int[] tcpPorts = new int[LocalKind.TCP_PORT.last() + 1];
    /** Claims by what they are of, the newest last. Only main. */
    private final Map<Key, List<Claim>> claims = new HashMap<>();
    /** Entries of the version before that nobody has claimed anew. Only main. */
    private final Set<Key> carried = new HashSet<>();

    /** Target for a protocol, 0 if nobody takes it. */
    public int ofProtocol(final int protocol) {
        return protocols[protocol];
    }

    /** Target for a UDP port, 0 if nobody takes it. */
    public int ofUdpPort(final int port) {
        return udpPorts[port];
    }

    /** Target for a TCP port, 0 if nobody takes it. */
    public int ofTcpPort(final int port) {
        return tcpPorts[port];
    }

    /** Target for an ICMP type, 0 if nobody takes it. */
    public int ofIcmpType(final int type) {
        return icmpTypes[type];
    }

    /** Claims something for a plugin, or changes where it goes. */
    void claim(final ServiceConsumer by, final LocalKind kind, final int number, final Next to) {
        final Key key = key(kind, number);
        final List<Claim> held = claims.computeIfAbsent(key, k -> new ArrayList<>());
        for (final Claim other : held) {
            if (!other.by.pluginId().equals(by.pluginId())) {
                throw new CommandException(key + " is taken by plugin " + other.by.pluginId());
            }
        }
        Claim claim = find(held, by);
        if (claim == null) {
            final Claim made = new Claim(by);
            made.effect = by.did(key.toString(), () -> drop(key, made));
            held.add(made);
            claim = made;
        }
        claim.target = to.target();
        carried.remove(key);
        show(key);
    }

    /** A plugin takes its claim back; without one nothing happens. */
    void release(final ServiceConsumer by, final LocalKind kind, final int number) {
        final Key key = key(kind, number);
        final Claim claim = find(claims.getOrDefault(key, List.of()), by);
        if (claim != null) {
            claim.effect.forget();
            drop(key, claim);
        }
    }

    private static Key key(final LocalKind kind, final int number) {
        if (number < 0 || number > kind.last()) {
            throw new CommandException("there is no " + kind + " " + number);
        }
        return new Key(kind, number);
    }

    private static Claim find(final List<Claim> held, final ServiceConsumer by) {
        return held.stream().filter(claim -> claim.by == by).findFirst().orElse(null);
    }

    private void drop(final Key key, final Claim gone) {
        claims.get(key).remove(gone);
        show(key);
    }

    private void show(final Key key) {
        final List<Claim> held = claims.get(key);
        write(key, held.isEmpty() ? 0 : held.getLast().target);
        if (held.isEmpty()) {
            claims.remove(key);
        }
    }

    private int[] of(final LocalKind kind) {
        return switch (kind) {
            case PROTOCOL -> protocols;
            case UDP_PORT -> udpPorts;
            case ICMP_TYPE -> icmpTypes;
            case TCP_PORT -> tcpPorts;
        };
    }

    private void write(final Key key, final int target) {
        of(key.kind)[key.number] = target;
    }

    /** All entries, as rows of {kind, number, target}. */
    public int[] export() {
        return Arrays.stream(LocalKind.values())
                .flatMapToInt(kind -> IntStream.range(0, of(kind).length)
                        .filter(number -> of(kind)[number] != 0)
                        .flatMap(number -> IntStream.of(kind.code(), number, of(kind)[number])))
                .toArray();
    }

    /** Keeps the entries of the version before until those who made them have made them anew. */
    public void restore(final int[] rows) {
        for (int i = 0; i < rows.length; i += 3) {
            final Key key = new Key(LocalKind.of(rows[i]), rows[i + 1]);
            if (of(key.kind)[key.number] == 0) {
                write(key, rows[i + 2]);
                carried.add(key);
            }
        }
    }

    /** All plugins that wanted to have come anew: what none of them has asked for goes. */
    public void conclude() {
        carried.forEach(key -> write(key, 0));
        carried.clear();
    }
}
