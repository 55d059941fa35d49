/**
 * Checksums and segmentation in software, for packets that leave by a device that does neither. Packets travel through
 * the graph as large segments with unfinished checksums for as long as they can; only here are they cut and summed.
 */
package io.weir.platform.offload;
