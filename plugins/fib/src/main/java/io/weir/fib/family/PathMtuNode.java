package io.weir.fib.family;

import io.weir.fib.FamilyHandle;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.plugin.Registrar;

/** Nodes ip4-path-mtu and ip6-path-mtu, on main: what routers say of paths is heeded. Every such message ends here. */
public record PathMtuNode(FamilyHandle family, TooBig message, Reasons reasons) implements PacketNode {
    /** What becomes of messages. */
    public record Reasons(DropReason learnt, DropReason unheeded, DropReason incredible) {
        /** Declares a family's. */
        public static Reasons declare(final Registrar host, final String family) {
            return new Reasons(
                    host.dropReason(family + "-path-mtu-learnt", "path MTUs learnt", DropReason.Severity.INFO),
                    host.dropReason(
                            family + "-path-mtu-unheeded",
                            "path MTUs that are known, or not to be learnt",
                            DropReason.Severity.INFO),
                    host.dropReason(
                            family + "-path-mtu-incredible",
                            "path MTUs for packets that this host can't have sent",
                            DropReason.Severity.WARN));
        }
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final boolean heeded = family.learnPathMtu(
                    Buffer.rxInterface(buffer), message.high(buffer), message.low(buffer), message.mtu(buffer));
            frame.drop(i, heeded ? reasons.learnt() : reasons.unheeded());
        }
    }
}
