package io.weir.platform.plugin.ledger;

import io.weir.platform.plugin.registry.Exports;

/** A service that a plugin uses if and as long as it is there. Main only. */
final class OptionalService implements Exports.Wish {
    private final Ledger ledger;
    private final String type;
    private final Runnable joined;
    private final Runnable parted;

    OptionalService(final Ledger ledger, final String type, final Runnable joined, final Runnable parted) {
        this.ledger = ledger;
        this.type = type;
        this.joined = joined;
        this.parted = parted;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public boolean ready() {
        return ledger.isStarted();
    }

    @Override
    public void join() {
        try {
            joined.run();
        } catch (final RuntimeException | Error e) {
            ledger.log().error("{} is there, and plugin {} can't use it", type, ledger.pluginId(), e);
        }
    }

    @Override
    public void part() {
        try {
            parted.run();
        } catch (final RuntimeException | Error e) {
            ledger.log().error("{} goes, and plugin {} can't let go of it", type, ledger.pluginId(), e);
        }
    }
}
