/** Loopback interfaces: what is sent out of one comes in by it. They carry addresses that no link may take down. */
package io.weir.platform.loopback;
