package io.weir.platform.iface;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.platform.graph.Reasons;

/** Why ethernet-input and the output nodes drop. */
record EthernetReasons(
        DropReason tooShort,
        DropReason unknownType,
        DropReason unknownVlan,
        DropReason indefiniteVlan,
        DropReason macMismatch,
        DropReason down,
        DropReason deleted,
        DropReason noHeadroom) {
    static EthernetReasons in(final Reasons reasons) {
        return new EthernetReasons(
                reasons.add(Reasons.CORE, "ethernet-too-short", "ethernet header truncated", Severity.ERROR),
                reasons.add(Reasons.CORE, "unknown-ethernet-type", "unknown ethernet type", Severity.ERROR),
                reasons.add(Reasons.CORE, "unknown-vlan", "unknown vlan", Severity.ERROR),
                reasons.add(
                        Reasons.CORE, "indefinite-vlan", "sub-interface in L3 mode that names no vlan", Severity.ERROR),
                reasons.add(Reasons.CORE, "l3-mac-mismatch", "l3 mac mismatch", Severity.ERROR),
                reasons.add(Reasons.CORE, "interface-down", "interface is down", Severity.ERROR),
                reasons.add(Reasons.CORE, "interface-deleted", "interface deleted", Severity.ERROR),
                reasons.add(Reasons.CORE, "no-headroom", "no room for vlan tags in front", Severity.ERROR));
    }
}
