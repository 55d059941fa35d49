package io.weir.platform.host;

import io.weir.platform.cli.MainTime;
import io.weir.platform.thread.MainLoop;
import java.util.function.BooleanSupplier;

/** Main's time, as tasks on it share it with the loop. */
public record TaskTime(MainLoop main) implements MainTime {
    @Override
    public boolean isShared() {
        return main.inTask();
    }

    @Override
    public void turn() {
        main.giveTurn();
    }

    @Override
    public boolean lend(final BooleanSupplier condition) {
        return main.lend(condition);
    }

    @Override
    public void awaitUntil(final BooleanSupplier condition) {
        main.awaitUntil(condition);
    }
}
