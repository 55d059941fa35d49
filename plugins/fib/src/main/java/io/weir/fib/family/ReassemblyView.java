package io.weir.fib.family;

import io.weir.fib.family.ReassemblyFeatures.Kind;
import io.weir.net.Layers;
import io.weir.plugin.ScratchField;
import io.weir.plugin.ServiceConsumer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reassembly as a service, as one plugin sees it: it asks for it on interfaces, which is counted, and reads of each packet what that
 * says, fragments included. What it has asked for goes with it.
 *
 * <pre>
 * final long word = reassembly.word(buffer, Layers.ip4(buffer));
 * if (TransportWord.hasPorts(word)) {
 *     … TransportWord.destinationPort(word) …
 * </pre>
 */
public abstract class ReassemblyView {
    private final ReassemblyFeatures features;
    private final ScratchField word;
    private final ServiceConsumer consumer;
    private final List<Asked> asked = new ArrayList<>();

    private record Asked(Kind kind, int swIfIndex, ServiceConsumer.Effect effect) {}

    /** A consumer's view. */
    protected ReassemblyView(
            final ReassemblyFeatures features, final ScratchField word, final ServiceConsumer consumer) {
        this.features = features;
        this.word = word;
        this.consumer = consumer;
    }

    /**
     * What a packet says of itself, or of a fragment virtual reassembly, for {@link TransportWord}; meaningful behind its feature, on
     * an interface where that is asked for. Any thread.
     *
     * @param layers of the packet.
     */
    public final long word(final long buffer, final int layers) {
        return Layers.isFragment(layers) ? word.getLong(buffer) : TransportWord.of(buffer, layers);
    }

    /**
     * Asks for reassembly on an interface, or takes that back. Only main calls.
     *
     * @throws io.weir.cli.CommandException when the feature isn't there.
     */
    public final void enable(final Kind kind, final int swIfIndex, final boolean on) {
        if (on) {
            features.hold(kind, swIfIndex, true);
            asked.add(new Asked(
                    kind,
                    swIfIndex,
                    consumer.did(
                            features.node(kind) + " on interface " + swIfIndex,
                            () -> features.letGo(kind, swIfIndex))));
            return;
        }
        for (final Asked one : asked.reversed()) {
            if (one.kind == kind && one.swIfIndex == swIfIndex) {
                asked.remove(one);
                one.effect.forget();
                features.hold(kind, swIfIndex, false);
                return;
            }
        }
    }
}
