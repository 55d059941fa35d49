package io.weir.platform.plugin.ledger;

import io.weir.iface.Interface;

/** Tells whether an interface has not been deleted. */
@FunctionalInterface
interface Presence {
    boolean isThere(Interface device);
}
