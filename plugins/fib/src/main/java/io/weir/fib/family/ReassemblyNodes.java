package io.weir.fib.family;

import static io.weir.graph.Order.before;

import io.weir.fib.FamilyHandle;
import io.weir.fib.Forwarding;
import io.weir.fib.family.ReassemblyFeatures.Kind;
import io.weir.graph.DropReason;
import io.weir.graph.Handoff;
import io.weir.graph.Next;
import io.weir.graph.Order;
import io.weir.graph.PacketNode;
import io.weir.graph.TraceFormat;
import io.weir.graph.Worker;
import io.weir.plugin.Registrar;
import java.util.function.Function;

/**
 * Describes the nodes of reassembly as features. Each takes fragments to the thread that owns their packet ({@code -owner}); from there
 * they go on behind it, by themselves or, if others are sent instead of what came, through a node that does nothing else ({@code -done}).
 *
 * @param reader makes what reads fragments, for each node.
 * @param owner makes the node that puts packets together and sends them to the target that it is given.
 * @param end where the arc of what comes in ends.
 */
public record ReassemblyNodes(
        Registrar host,
        Parts parts,
        Function<Worker, FragmentReader> reader,
        OwnerMaker owner,
        TraceFormat trace,
        Next end,
        Next drop,
        DropReason malformed) {
    /** What they read. */
    public record Parts(
            Reassemblies reassemblies, ReassemblyFeatures features, Forwarding forwarding, FamilyHandle handle) {}

    /** Makes the family's node of full reassembly. */
    @FunctionalInterface
    public interface OwnerMaker {
        /**
         * A thread's.
         *
         * @param marked whether what was put together is to tell so, as {@link ReassemblyFeatures.Kind#FULL_ICMP} says.
         */
        PacketNode make(Worker worker, int next, boolean marked);
    }

    /** Declares them. */
    public void register() {
        full(Kind.FULL, features().node(Kind.FULL_ICMP), features().node(Kind.VIRTUAL));
        full(Kind.FULL_ICMP, features().node(Kind.VIRTUAL));
        virtual(Kind.VIRTUAL, false);
        virtual(Kind.VIRTUAL_OUTPUT, true);
    }

    private ReassemblyFeatures features() {
        return parts.features();
    }

    private void full(final Kind kind, final String... behind) {
        final String name = features().node(kind);
        final boolean icmp = kind == Kind.FULL_ICMP;
        final Next owned = host.next(name + "-owner");
        final Next done = done(kind, end);
        final Handoff handoff = host.handoff(name.replace("-feature", "-handoff"), owned);
        host.node(name, worker -> new FullFeature(reader.apply(worker), handoff, handoff.on(worker), icmp))
                .feature(features().arc(kind), before(end.node()), before(behind))
                .trace(trace);
        host.node(owned.node(), worker -> owner.make(worker, done.target(), icmp))
                .nexts(done, drop)
                .trace(trace);
    }

    private void virtual(final Kind kind, final boolean out) {
        final ReassemblyFeatures features = parts.features();
        final Reassemblies reassemblies = parts.reassemblies();
        final String name = features.node(kind);
        final Next owned = host.next(name + "-owner");
        final Next behind = out ? host.next("interface-output") : end;
        final Next done = done(kind, behind);
        final Handoff handoff = host.handoff(name.replace("-feature", "-handoff"), owned);
        final Order[] order = out ? new Order[0] : new Order[] {before(end.node())};
        host.node(name, worker -> new VirtualNodes.Feature(worker, reader.apply(worker), handoff, out))
                .feature(features.arc(kind), order);
        host.node(
                        owned.node(),
                        worker -> new VirtualNodes.Owner(
                                reassemblies.virtualOn(worker),
                                reader.apply(worker),
                                parts.forwarding(),
                                parts.handle().number(),
                                done.target(),
                                out,
                                malformed))
                .resumesArc(features.arc(kind), name)
                .nexts(behind, done, drop);
    }

    private Next done(final Kind kind, final Next behind) {
        final Next done = host.next(parts.features().node(kind) + "-done");
        host.node(done.node(), worker -> new PassNode())
                .resumesArc(parts.features().arc(kind), parts.features().node(kind))
                .nexts(behind);
        return done;
    }
}
