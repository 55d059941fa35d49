/** Cross-connecting two interfaces: {@code test l2patch}. */
package io.weir.platform.l2patch;
