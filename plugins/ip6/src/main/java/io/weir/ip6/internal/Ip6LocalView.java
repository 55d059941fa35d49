package io.weir.ip6.internal;

import io.weir.fib.family.LocalTargets;
import io.weir.fib.family.LocalView;
import io.weir.ip6.Ip6Local;
import io.weir.plugin.ServiceConsumer;

/** Delivery of IPv6 to this host as one plugin sees it. Only main. */
final class Ip6LocalView extends LocalView implements Ip6Local {
    Ip6LocalView(final LocalTargets targets, final ServiceConsumer consumer) {
        super(targets, consumer);
    }
}
