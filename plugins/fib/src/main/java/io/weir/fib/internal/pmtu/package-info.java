/** What routers on the way tell this host of path MTUs, and how long it is believed. */
package io.weir.fib.internal.pmtu;
