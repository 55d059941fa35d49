package io.weir.ip6.internal.nd;

import io.weir.config.LiveSetting;
import io.weir.graph.Sink;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.net.Ip6Address;
import io.weir.net.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Duplicate address detection (RFC 4862, 5.4): an address that is new on an interface, or whose interface comes up, is tentative until
 * nobody on the link has answered for it, and is of no use until then. One that somebody has already stays so until it is
 * given anew or its interface comes up again. Addresses are as tables have them, with their link. Only main, but for {@link #state}.
 */
public final class DuplicateDetection implements Timed {
    /** What is known of an address. */
    public enum State {
        PREFERRED,
        TENTATIVE,
        DUPLICATE
    }

    /** Is told what is known of an address from here on. */
    @FunctionalInterface
    public interface Verdict {
        void known(int swIfIndex, long high, long low, State state);
    }

    private record Key(int swIfIndex, long high, long low) {}

    private record Known(Key key, State state) {}

    /** What is still to be done for an address. */
    private static final class Probe {
        private int left;
        /** How long to wait before the first one; from when the link is seen to be up. */
        private long delayNs;

        private boolean begun;
        private long dueNs;
        private long nonce;
    }

    private static final Logger LOG = LoggerFactory.getLogger(DuplicateDetection.class);
    private static final long RETRANSMIT_NS = TimeUnit.SECONDS.toNanos(1);
    /** All hosts of a link that comes up would ask at once (RFC 4862, 5.4.2). */
    private static final long MAX_DELAY_NS = TimeUnit.SECONDS.toNanos(1);

    private static final int ROW = 3;

    private final Interfaces interfaces;
    private final LiveSetting<Integer> transmits;
    private final NdSender sender;
    private final RandomGenerator random;
    private final Map<Key, State> states = new LinkedHashMap<>();
    /** The same for packets, on any thread: copied when it changes. */
    private volatile Known[] unusable = {};

    private final Map<Key, Probe> probes = new HashMap<>();
    private Verdict verdict = (swIfIndex, high, low, state) -> {};
    private Runnable wake = () -> {};

    public DuplicateDetection(
            final Interfaces interfaces,
            final LiveSetting<Integer> transmits,
            final NdSender sender,
            final RandomGenerator random) {
        this.interfaces = interfaces;
        this.transmits = transmits;
        this.sender = sender;
        this.random = random;
    }

    /** Names who is told, and what has the process look. */
    public void connect(final Verdict told, final Runnable wakes) {
        verdict = told;
        wake = wakes;
    }

    /** What is known of an address. Any thread. */
    public State state(final int swIfIndex, final long high, final long low) {
        for (final Known known : unusable) {
            if (known.key.swIfIndex == swIfIndex && known.key.high == high && known.key.low == low) {
                return known.state;
            }
        }
        return State.PREFERRED;
    }

    /** Notes what is known of an address from here on, and tells it. */
    private void know(final Key key, final State state) {
        if (state == State.PREFERRED) {
            states.remove(key);
        } else {
            states.put(key, state);
        }
        publish();
        verdict.known(key.swIfIndex, key.high, key.low, state);
    }

    private void publish() {
        unusable = states.entrySet().stream()
                .map(entry -> new Known(entry.getKey(), entry.getValue()))
                .toArray(Known[]::new);
    }

    /** An address is new on its interface. */
    public void added(final int swIfIndex, final long high, final long low) {
        begin(new Key(swIfIndex, high, low), false);
    }

    /** An interface has come up, which had this address before. */
    public void linkUp(final int swIfIndex, final long high, final long low) {
        begin(new Key(swIfIndex, high, low), true);
    }

    private void begin(final Key key, final boolean delayed) {
        final int count = transmits.get();
        if (count == 0) {
            if (states.containsKey(key)) {
                probes.remove(key);
                know(key, State.PREFERRED);
            }
            return;
        }
        final Probe probe = new Probe();
        probe.left = count;
        probe.delayNs = delayed ? random.nextLong(MAX_DELAY_NS) : 0;
        probes.put(key, probe);
        know(key, State.TENTATIVE);
        wake.run();
    }

    /** An address has left its interface. */
    public void removed(final int swIfIndex, final long high, final long low) {
        final Key key = new Key(swIfIndex, high, low);
        states.remove(key);
        probes.remove(key);
        publish();
    }

    /** Whether a question for a tentative address is this host's own, which the link has brought back (RFC 7527, 4.2). */
    public boolean isOwn(final int swIfIndex, final long high, final long low, final long nonce) {
        final Probe probe = probes.get(new Key(swIfIndex, high, low));
        return nonce != 0 && probe != null && probe.nonce == nonce;
    }

    /** Somebody else on the link has an address or wants it too; does nothing unless it is tentative. */
    public void conflict(final int swIfIndex, final long high, final long low, final long mac) {
        final Key key = new Key(swIfIndex, high, low);
        if (probes.remove(key) != null) {
            know(key, State.DUPLICATE);
            final Interface on = interfaces.byIndex(swIfIndex);
            LOG.error(
                    "{} on {} is a duplicate, {} has it: it is not used until it is given anew or the interface comes up again",
                    new Ip6Address(LinkScope.wire(high), low),
                    on == null ? "interface " + swIfIndex : on.name(),
                    MacAddress.format(mac));
        }
    }

    @Override
    public long tick(final long nowNs, final Sink sink) {
        long next = NEVER;
        final List<Key> done = new ArrayList<>();
        for (final Map.Entry<Key, Probe> entry : probes.entrySet()) {
            final Probe probe = entry.getValue();
            final Interface on = interfaces.byIndex(entry.getKey().swIfIndex);
            if (on == null || !on.adminUp() || !on.linkUp()) {
                continue;
            }
            if (!probe.begun) {
                probe.begun = true;
                probe.dueNs = nowNs + probe.delayNs;
            }
            if (probe.dueNs <= nowNs) {
                if (probe.left == 0) {
                    done.add(entry.getKey());
                    continue;
                }
                probe.left--;
                probe.dueNs = nowNs + RETRANSMIT_NS;
                probe.nonce = random.nextLong(1, 1L << 48);
                sender.probe(entry.getKey().swIfIndex, entry.getKey().high, entry.getKey().low, probe.nonce, sink);
            }
            next = Math.min(next, probe.dueNs);
        }
        for (final Key key : done) {
            probes.remove(key);
            know(key, State.PREFERRED);
        }
        return next;
    }

    /** Those of which this is known, as rows of {interface, upper half, lower half}. */
    public long[] export(final State state) {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue() == state)
                .map(Map.Entry::getKey)
                .flatMapToLong(key -> LongStream.of(key.swIfIndex, key.high, key.low))
                .toArray();
    }

    /**
     * Takes over what another version exported: what was tentative there begins anew here, what was a duplicate is one.
     *
     * @param duplicate null from a version that told them together.
     */
    public void restore(final long[] tentative, final long[] duplicate) {
        for (int i = 0; i < tentative.length; i += ROW) {
            begin(key(tentative, i), false);
        }
        for (int i = 0; duplicate != null && i < duplicate.length; i += ROW) {
            know(key(duplicate, i), State.DUPLICATE);
        }
    }

    private static Key key(final long[] rows, final int at) {
        return new Key((int) rows[at], rows[at + 1], rows[at + 2]);
    }
}
