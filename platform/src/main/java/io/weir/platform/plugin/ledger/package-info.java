/**
 * What one plugin has done to the host, each thing with what takes it back, and the host as that plugin sees it.
 */
package io.weir.platform.plugin.ledger;
