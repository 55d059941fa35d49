package io.weir.ip4;

import io.weir.fib.family.ReassemblyFeatures;
import io.weir.fib.family.ReassemblyView;
import io.weir.plugin.ScratchField;
import io.weir.plugin.ServiceConsumer;

/** Reassembly of IPv4 as a service: see {@link ReassemblyView}. */
public final class Ip4Reassembly extends ReassemblyView {
    /** For plugin ip4, which exports it. */
    public Ip4Reassembly(final ReassemblyFeatures features, final ScratchField word, final ServiceConsumer consumer) {
        super(features, word, consumer);
    }
}
