/**
 * What becomes of punted packets: reasons and who takes them, whatever the packet's family; and the ends of the families' drop
 * and punt arcs.
 */
package io.weir.platform.punt;
