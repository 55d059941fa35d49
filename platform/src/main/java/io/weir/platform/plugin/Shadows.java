package io.weir.platform.plugin;

import io.weir.platform.plugin.ledger.ScratchHost;
import io.weir.platform.plugin.shadow.EndlessShadows;

/**
 * How new plugins are rehearsed.
 *
 * @param hosts makes the hosts that they are tried in.
 * @param limitMs how long their nodes run at most; 0 has them not run.
 * @param endless those that did not end.
 */
record Shadows(ScratchHost.Maker hosts, int limitMs, EndlessShadows endless) {}
