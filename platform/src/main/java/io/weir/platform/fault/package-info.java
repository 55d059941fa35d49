/**
 * What plugins' parts did wrong, and which of them are out of action for it. A {@link io.weir.platform.fault.FaultSite} is
 * a part that can fail by itself: a node, a receive queue, a file handler. The thread on which it fails counts; main
 * decides, at a barrier.
 */
package io.weir.platform.fault;
