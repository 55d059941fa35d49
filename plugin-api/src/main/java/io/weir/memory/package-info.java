/**
 * Packet and table memory outside the Java heap: the one region that all buffers lie in, what a buffer's metadata
 * holds, and the accessors through which packet bytes are read and written.
 */
package io.weir.memory;
