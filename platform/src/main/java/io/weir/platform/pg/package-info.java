/**
 * The packet generator: interfaces whose transmitted packets vanish or are captured, and streams of made-up or replayed
 * packets that enter the graph at any node. A stream's text is read into a {@link io.weir.platform.pg.StreamSpec}
 * and compiled into a template and a list of edits, so that making a packet is copying words.
 */
package io.weir.platform.pg;
