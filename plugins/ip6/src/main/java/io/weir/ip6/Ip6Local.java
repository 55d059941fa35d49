package io.weir.ip6;

import io.weir.fib.family.LocalDelivery;

/** Delivery of IPv6 to this host, as one plugin sees it. Only main calls. */
public interface Ip6Local extends LocalDelivery {}
