/**
 * Tap interfaces: Ethernet between this host's graph and the kernel that it runs on, one packet per system call, with the
 * kernel's segmentation and checksum offloads on both ways.
 */
package io.weir.platform.tap;
