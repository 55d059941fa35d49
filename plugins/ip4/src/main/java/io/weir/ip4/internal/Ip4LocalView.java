package io.weir.ip4.internal;

import io.weir.fib.family.LocalTargets;
import io.weir.fib.family.LocalView;
import io.weir.ip4.Ip4Local;
import io.weir.plugin.ServiceConsumer;

/** Delivery of IPv4 to this host as one plugin sees it. Only main. */
final class Ip4LocalView extends LocalView implements Ip4Local {
    Ip4LocalView(final LocalTargets targets, final ServiceConsumer consumer) {
        super(targets, consumer);
    }
}
