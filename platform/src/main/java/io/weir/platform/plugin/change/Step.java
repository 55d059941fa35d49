package io.weir.platform.plugin.change;

import io.weir.platform.plugin.ledger.Ledger;

/**
 * A part of a change: one plugin.
 *
 * @param old what goes, or null.
 * @param fresh what comes and is described already, or null.
 */
public record Step(Ledger old, Ledger fresh) {}
