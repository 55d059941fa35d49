package io.weir.distribution;

import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessHandle;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** A plugin that keeps main for good when told to; tests put it into a JAR. */
public final class StuckPlugin extends WeirPlugin {
    @Override
    public void register(final Registrar host) {
        final ProcessHandle process = host.process("stuck-process", context -> {
            context.waitForEventOrClock(ProcessContext.FOREVER);
            while (true) {
                Thread.onSpinWait();
            }
        });
        host.command("keep main", "Have main spin").run(call -> process.signal(1, 0));
    }
}
