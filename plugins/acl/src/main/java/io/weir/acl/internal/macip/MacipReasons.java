package io.weir.acl.internal.macip;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.plugin.Registrar;

/**
 * Why frames are dropped.
 *
 * @param denied by a rule, or since none matches.
 * @param otherMac a message of ARP or neighbor discovery speaks for another than the one who sent the frame.
 * @param truncated it ends before the addresses, or what it says of neighbors can't be read.
 */
record MacipReasons(DropReason denied, DropReason otherMac, DropReason truncated) {
    static MacipReasons declare(final Registrar host) {
        return new MacipReasons(
                host.dropReason("macip-deny", "MACIP deny packets", Severity.INFO),
                host.dropReason("macip-other-mac", "MACIP: who says so isn't the frame's source", Severity.ERROR),
                host.dropReason(
                        "macip-truncated",
                        "MACIP: frame ends before what rules ask for, or is broken",
                        Severity.ERROR));
    }
}
