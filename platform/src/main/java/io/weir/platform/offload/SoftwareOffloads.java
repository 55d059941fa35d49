package io.weir.platform.offload;

import io.weir.graph.DropReason.Severity;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.platform.graph.Reasons;
import io.weir.platform.iface.OffloadNeeds;
import io.weir.platform.iface.Offloads;

/** Offloads in software, for devices that don't do all of them. */
public final class SoftwareOffloads implements Offloads {
    private final SoftwareOffload.Reasons why;

    /** Declares what packets are dropped for. */
    public SoftwareOffloads(final Reasons reasons) {
        why = new SoftwareOffload.Reasons(
                reasons.add(Reasons.CORE, "no-buffers", "no buffers for segments", Severity.ERROR),
                reasons.add(Reasons.CORE, "bad-offload", "offload asked of a malformed packet", Severity.ERROR),
                reasons.add(Reasons.CORE, "too-many-segments", "more segments than one turn may take", Severity.ERROR));
    }

    @Override
    public OffloadNeeds of(final Interface device, final DeviceClass kind, final Worker worker) {
        final int needs = SoftwareOffload.needs(kind.takesPartialChecksums(device), kind.takesLargeSegments(device));
        return needs == 0 ? OffloadNeeds.NONE : new SoftwareOffload(worker.buffers(), needs, why);
    }
}
