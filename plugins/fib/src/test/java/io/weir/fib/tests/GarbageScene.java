package io.weir.fib.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.fib.tests.GarbageFamily.Named;
import io.weir.fib.tests.GarbageFamily.Toggle;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A host that does all that a family can, which garbage goes through while its operator changes this and that. */
final class GarbageScene implements AutoCloseable {
    /** Of the sub-interface that comes and goes. */
    static final int VLAN = 7;

    /** Of one that stays and has no address. */
    static final int BARE_VLAN = 8;

    private static final String SUB = "left." + VLAN;
    /** Rounds between two accounts. */
    private static final int CHECKED_ROUNDS = 8;
    /** Rounds of which one has to do with next to no buffers. */
    private static final int SCARCE_ROUNDS = 12;
    /** Rounds that a corpus is used for. */
    private static final int CORPUS_ROUNDS = 64;

    private final TestHost host;
    private final GarbageFamily family;
    private final Random random;
    private final GarbageInput input = new GarbageInput();
    private final List<TestInterface> ports = new ArrayList<>();
    private final PacketAccount account;
    private final LogCount log = new LogCount();
    private final Set<Toggle> on = new HashSet<>();
    private GarbageCorpus corpus;
    private boolean sub;
    private long received;

    GarbageScene(final int workers, final GarbageFamily family, final long seed) {
        this.family = family;
        random = new Random(seed);
        host = TestHost.withWorkers(workers).plugin("fib", new FibPlugin());
        for (final Named each : family.plugins()) {
            host.plugin(each.id(), each.plugin());
        }
        host.plugin("garbage", input);
        for (final String name : GarbageFamily.PORTS) {
            ports.add(host.addInterface(name, ports.isEmpty()));
        }
        family.setUp().forEach(host::cli);
        host.cli("trace add garbage-input 500");
        account = new PacketAccount(host);
        account.begin();
    }

    /** Sends so many packets. */
    void play(final long packets) {
        final int perRound = Math.clamp(packets / 16, 512, 16_384);
        for (long round = 0; input.sent() < packets; round++) {
            if (round % CORPUS_ROUNDS == 0) {
                corpus = new GarbageCorpus(
                        family,
                        random.nextLong(),
                        ports.stream().mapToLong(TestInterface::mac).toArray());
            }
            final boolean same = round % 4 < 2;
            final boolean last = round % CHECKED_ROUNDS == CHECKED_ROUNDS - 1;
            input.begin(
                    corpus,
                    random.nextLong(),
                    perRound,
                    round % SCARCE_ROUNDS == 1,
                    ports.stream().mapToInt(TestInterface::swIfIndex).toArray());
            if (!same) {
                change();
            }
            if (last) {
                // Nodes go with it, and what they counted.
                comeOrGo();
            }
            finish("round " + round);
            if (!last) {
                account.check(same);
                // Workers tell senders of fragments whose time is over, whenever that is.
                host.until(() -> {
                    take();
                    return received == sent();
                });
            }
            account.begin();
        }
    }

    private long sent() {
        return GarbageFamily.PORTS.stream()
                .mapToLong(name -> account.into(name + "-tx"))
                .sum();
    }

    private void finish(final String when) {
        host.until(() -> {
            take();
            return input.ended();
        });
        host.untilIdle();
        take();
        assertThat(host.faults()).as(() -> when + "\n" + log.first()).isZero();
    }

    private void take() {
        for (final TestInterface port : ports) {
            for (final byte[] frame : port.received()) {
                received++;
                check(port, frame);
            }
        }
    }

    private void check(final TestInterface port, final byte[] frame) {
        try {
            family.checkSent(frame, GarbageCorpus.network(frame));
        } catch (final AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "by " + port.device().name() + " left " + HexFormat.of().formatHex(frame) + ": " + e.getMessage(),
                    e);
        }
    }

    private void change() {
        final List<Toggle> toggles = family.toggles();
        for (int k = random.nextInt(4); k > 0; k--) {
            final Toggle toggle = toggles.get(random.nextInt(toggles.size()));
            if (on.add(toggle)) {
                host.cli(toggle.on());
            } else {
                on.remove(toggle);
                host.cli(toggle.off());
            }
        }
    }

    private void comeOrGo() {
        sub = !sub;
        if (sub) {
            host.cli("create sub-interfaces left " + VLAN);
            host.cli("set interface state " + SUB + " up");
            family.join(SUB).forEach(host::cli);
        } else {
            host.cli("delete sub-interface " + SUB);
        }
    }

    /** Waits until what waits has been given up; fails if anything is left. */
    void conclude() {
        // What waits for neighbours that don't answer is given up after three seconds.
        host.untilInTime(() -> host.buffersInUse() == 0);
        host.assertNoLeaks();
        assertThat(host.faults()).isZero();
        family.families().forEach(account::checkFragments);
        family.conclude(host);
        assertThat(host.cli("show trace max 500")).contains(family.name() + "-input");
    }

    /** Lines that were logged. */
    long logged() {
        return log.lines();
    }

    /** Drop reasons of the family that no node has counted. */
    Set<String> unmet() {
        final Set<String> unmet = new HashSet<>();
        final var reasons = host.host().graph().reasons();
        for (int id = 0; id < reasons.count(); id++) {
            final String name = reasons.byId(id).name();
            if (family.reasonPrefixes().stream().anyMatch(name::startsWith) && host.errors(name) == 0) {
                unmet.add(name);
            }
        }
        return unmet;
    }

    String picture() {
        return host.cli("show errors");
    }

    @Override
    public void close() {
        log.close();
        host.close();
    }
}
