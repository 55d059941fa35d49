package io.weir.testkit;

import io.weir.cli.CommandSession;
import java.util.function.BooleanSupplier;

/**
 * A session of the thread that is main: what it waits for comes about as it turns main's loop.
 *
 * @param out collects what commands print.
 */
record TurningSession(TestHost host, StringBuilder out) implements CommandSession {
    @Override
    public void print(final CharSequence text) {
        out.append(text);
    }

    @Override
    public boolean awaitUntil(final BooleanSupplier condition, final long timeoutNs) {
        final long beganNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - beganNs >= timeoutNs) {
                return false;
            }
            host.turn();
        }
        return true;
    }
}
