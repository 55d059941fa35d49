package io.weir.ip6;

import io.weir.fib.family.ReassemblyFeatures;
import io.weir.fib.family.ReassemblyView;
import io.weir.plugin.ScratchField;
import io.weir.plugin.ServiceConsumer;

/** Reassembly of IPv6 as a service: see {@link ReassemblyView}. */
public final class Ip6Reassembly extends ReassemblyView {
    /** For plugin ip6, which exports it. */
    public Ip6Reassembly(final ReassemblyFeatures features, final ScratchField word, final ServiceConsumer consumer) {
        super(features, word, consumer);
    }
}
