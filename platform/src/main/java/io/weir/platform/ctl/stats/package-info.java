/** {@code weir stats}: prints what a host's statistics segment says, from outside of the host. */
package io.weir.platform.ctl.stats;
