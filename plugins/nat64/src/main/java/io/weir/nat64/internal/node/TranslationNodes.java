package io.weir.nat64.internal.node;

import static io.weir.graph.Order.after;
import static io.weir.graph.Order.before;

import io.weir.fib.Fib;
import io.weir.fib.family.ReassemblyFeatures;
import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.Handoff;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.ip4.Ip4Lookup;
import io.weir.ip4.Ip4Reassembly;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.ip6.Ip6Lookup;
import io.weir.ip6.Ip6Reassembly;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.Owners;
import io.weir.nat64.internal.state.SharedState;
import io.weir.nat64.internal.state.StateStore;
import io.weir.nat64.internal.xlat.IcmpErrors;
import io.weir.nat64.internal.xlat.ToIp4;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Brings the nodes that translate, on the arcs of both families. Main only, but for the makers of nodes. */
public final class TranslationNodes implements AutoCloseable {
    /** The feature of packets from clients. */
    public static final String IN = "nat64-in2out";

    /** The feature of packets from servers. */
    public static final String OUT = "nat64-out2in";

    static final String HAIRPIN = "nat64-hairpin";
    private static final String OWNER = "-owner";

    private final Registrar host;
    private final SharedState shared;
    private final StateStore store;
    private Owners owners;
    private final Map<Integer, ThreadState> states = new ConcurrentHashMap<>();
    private final NodeMemory memory = new NodeMemory();
    private final Fib fib;
    private final Ip4Reassembly reassembly4;
    private final Ip6Reassembly reassembly6;
    private final Ip4Lookup lookup4;
    private final Ip6Lookup lookup6;
    private TranslationReasons inReasons;
    private TranslationReasons outReasons;
    private Counter[] inCounters;
    private Counter[] outCounters;
    private InToOutWays in;
    private OutToInWays out;
    private OutToInWays back;
    /** Target of IPv6 packets for this host. */
    private int local;

    private Handoff probes;
    private Handoff held;
    private Ip4IcmpErrors errors4;

    private record ThreadState(ClientState state, SessionTimer timer, HeldSyns held) {}

    /** Nodes that are to be registered. */
    public TranslationNodes(
            final Registrar host, final SharedState shared, final StateStore store, final Owners first) {
        this.host = host;
        this.shared = shared;
        this.store = store;
        owners = first;
        fib = host.service(Fib.class);
        reassembly4 = host.service(Ip4Reassembly.class);
        reassembly6 = host.service(Ip6Reassembly.class);
        lookup4 = host.service(Ip4Lookup.class);
        lookup6 = host.service(Ip6Lookup.class);
    }

    /** Registers them. */
    public void register() {
        inReasons = new TranslationReasons(host, "in2out");
        outReasons = new TranslationReasons(host, "out2in");
        inCounters = Translated.declare(host, "in2out");
        outCounters = Translated.declare(host, "out2in");
        in = new InToOutWays(
                fib.number("ip6"),
                fib.number("ip4"),
                host.next("ip4-lookup").target(),
                host.next(HAIRPIN).target(),
                host.next(MapNodes.HAIRPIN).target(),
                new Answers6(host.service(Ip6IcmpErrors.class), inReasons),
                inReasons);
        local = host.next("ip6-local").target();
        final Answers4 answers = new Answers4(host.service(Ip4IcmpErrors.class), outReasons);
        out = new OutToInWays(fib.number("ip6"), host.next("ip6-lookup").target(), false, answers, outReasons);
        back = new OutToInWays(fib.number("ip6"), host.next("ip6-lookup").target(), true, answers, outReasons);
        probes = host.handoff("nat64-probe", host.next("ip6-lookup"));
        errors4 = host.service(Ip4IcmpErrors.class);
        held = host.handoff("nat64-held-syn", errors4.next());
        host.holdsBuffers("SYNs that wait for their clients (nat64)", this::heldSyns);
        final boolean threads = host.workers().size() > 1;
        final Handoff in2out = threads ? host.handoff(IN, host.next(IN + OWNER)) : null;
        final Handoff out2in = threads ? host.handoff(OUT, host.next(OUT + OWNER)) : null;
        final Handoff hairpin = threads ? host.handoff(HAIRPIN, host.next(HAIRPIN + OWNER)) : null;
        host.node(IN, worker -> in(worker, in2out, true))
                .feature(
                        FeatureArc.IP6_UNICAST,
                        after("acl-plugin-in-ip6-fa"),
                        after("ip6-sv-reassembly-feature"),
                        before("ip6-lookup"))
                .traceRecord(SessionTrace::format);
        host.node(OUT, worker -> out(worker, out2in, true, out))
                .feature(
                        FeatureArc.IP4_UNICAST,
                        after("acl-plugin-in-ip4-fa"),
                        after("ip4-sv-reassembly-feature"),
                        before("ip4-lookup"))
                .traceRecord(SessionTrace::format);
        host.node(HAIRPIN, worker -> out(worker, hairpin, true, back)).traceRecord(SessionTrace::format);
        if (threads) {
            host.node(IN + OWNER, worker -> in(worker, in2out, false))
                    .resumesArc(FeatureArc.IP6_UNICAST, IN)
                    .traceRecord(SessionTrace::format);
            host.node(OUT + OWNER, worker -> out(worker, out2in, false, out))
                    .resumesArc(FeatureArc.IP4_UNICAST, OUT)
                    .traceRecord(SessionTrace::format);
            host.node(HAIRPIN + OWNER, worker -> out(worker, hairpin, false, back))
                    .traceRecord(SessionTrace::format);
        }
    }

    /** Who has which client; before nodes are made. */
    public void owners(final Owners taken) {
        owners = taken;
    }

    /** Who has which client. */
    public Owners owners() {
        return owners;
    }

    /** Index of the worker that has a client. */
    public int ownerOf(final long high, final long low) {
        return owners.ofClient(high, low, shared.limits().clientBits());
    }

    /** Why packets of clients, or of servers, are not translated. */
    public List<DropReason> reasons(final boolean inside) {
        return (inside ? inReasons : outReasons).all();
    }

    private ClientCheck clients() {
        return new ClientCheck(fib.forwarding(), lookup6, local);
    }

    /** Whether a client of a table may have an address. */
    public boolean mayBeClient(final int table, final long high, final long low) {
        return clients().passes(table, high, low);
    }

    /** The reason for a {@link io.weir.nat64.internal.state.NoSession}. */
    public DropReason noSession(final boolean inside, final int code) {
        return (inside ? inReasons : outReasons).noSession(code);
    }

    private int heldSyns() {
        int held = 0;
        for (final ThreadState own : states.values()) {
            held += own.held.count();
        }
        return held;
    }

    /** A thread's own state, made with the first of its nodes. */
    private ThreadState state(final Worker worker) {
        return states.computeIfAbsent(worker.index(), index -> {
            final var state = store.on(worker.index(), owners.thread(worker.index()));
            state.log().log().clock(worker::nowNs);
            state.prober(new Probes(worker, shared, state, probes.on(worker)));
            return new ThreadState(
                    state,
                    new SessionTimer(worker, state),
                    new HeldSyns(worker, state, shared, memory, errors4, held.on(worker)));
        });
    }

    private ThreadPart part(final Worker worker, final Handoff handoff) {
        final ThreadState own = state(worker);
        return new ThreadPart(
                shared,
                own.state,
                own.timer,
                own.held,
                fib.forwarding(),
                memory,
                handoff,
                handoff == null ? null : handoff.on(worker));
    }

    /** Whether packets on a thread may belong to others: not on a single worker, which has all clients. */
    private boolean asks(final Worker worker, final Handoff handoff) {
        return handoff != null && (worker.index() == 0 || owners.workers() > 1);
    }

    private PathMtu paths() {
        return new PathMtu(fib.forwarding(), lookup4, lookup6);
    }

    private PacketNode in(final Worker worker, final Handoff handoff, final boolean first) {
        final ThreadPart part = part(worker, handoff);
        final OwnerStage stage =
                first && asks(worker, handoff) ? new ClientOwners(worker.index(), part, in.family(), owners) : null;
        final ToIp4 translation = new ToIp4();
        final IcmpErrors errors = new IcmpErrors(worker.buffers(), translation);
        final Translated translated = Translated.on(worker, inCounters);
        final ClientBatch batch = new ClientBatch(
                part, in, stage, new Flow(reassembly6, true), new InToOutErrors(part, in, errors, translated));
        return new InToOutNode(part, in, stage, batch, clients(), translation, paths(), translated);
    }

    private PacketNode out(final Worker worker, final Handoff handoff, final boolean first, final OutToInWays ways) {
        final ThreadPart part = part(worker, handoff);
        final OwnerStage stage = first && asks(worker, handoff)
                ? new PoolOwners(worker.index(), part, new Flow(reassembly4, false), owners)
                : null;
        final IcmpErrors errors = new IcmpErrors(worker.buffers(), new ToIp4());
        final Translated translated = Translated.on(worker, outCounters);
        final ServerBatch batch = new ServerBatch(
                part, ways, stage, new Flow(reassembly4, false), new OutToInErrors(part, ways, errors, translated));
        return new OutToInNode(part, ways, stage, batch, paths(), new Cutter(worker), translated);
    }

    /** Goes on with sessions that a thread has: see {@link SessionTimer#tick}. */
    public SessionTimer timer(final Worker worker) {
        return state(worker).timer;
    }

    /** Translation begins or ends on an interface's clients or servers. */
    public void enable(final boolean inside, final int swIfIndex, final boolean on) {
        final var virtual = ReassemblyFeatures.Kind.VIRTUAL;
        final var icmp = ReassemblyFeatures.Kind.FULL_ICMP;
        if (inside) {
            reassembly6.enable(icmp, swIfIndex, on);
            reassembly6.enable(virtual, swIfIndex, on);
            host.features().enable(FeatureArc.IP6_UNICAST, IN, swIfIndex, on);
        } else {
            reassembly4.enable(icmp, swIfIndex, on);
            reassembly4.enable(virtual, swIfIndex, on);
            host.features().enable(FeatureArc.IP4_UNICAST, OUT, swIfIndex, on);
        }
    }

    @Override
    public void close() {
        states.values().forEach(own -> own.held.close(host.workers().getFirst().buffers()));
        memory.close();
    }
}
