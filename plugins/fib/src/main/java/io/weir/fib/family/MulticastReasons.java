package io.weir.fib.family;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.plugin.Registrar;

/**
 * Why packets to groups are dropped.
 *
 * @param notForwarded there is no route, or none that leads anywhere from where the packet came.
 * @param reversePath the route doesn't accept packets from that interface.
 * @param expired it has no hop left.
 * @param noBuffers there are no buffers for its copies.
 */
public record MulticastReasons(
        DropReason notForwarded, DropReason reversePath, DropReason expired, DropReason noBuffers) {
    /** Declares those that a family hasn't for other packets too. */
    public static MulticastReasons declare(
            final Registrar host, final String family, final DropReason notForwarded, final DropReason expired) {
        return new MulticastReasons(
                notForwarded,
                host.dropReason(family + "-multicast-rpf", family + " multicast RPF check failed", Severity.ERROR),
                expired,
                host.dropReason(
                        family + "-replicate-no-buffers",
                        "no buffers for copies of " + family + " multicast",
                        Severity.ERROR));
    }
}
