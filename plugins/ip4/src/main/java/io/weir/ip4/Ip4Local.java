package io.weir.ip4;

import io.weir.fib.family.LocalDelivery;

/** Delivery of IPv4 to this host, as one plugin sees it. Only main calls. */
public interface Ip4Local extends LocalDelivery {}
