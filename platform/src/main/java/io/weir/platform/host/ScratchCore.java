package io.weir.platform.host;

import io.weir.platform.config.Configuration;
import io.weir.platform.config.CurrentConfiguration;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.ScratchHost;

/** As much of a host as plugins can be tried in. */
final class ScratchCore implements ScratchHost {
    private static final int BUFFERS = 4_096;

    private final HostCore core;

    ScratchCore(final Configuration configuration) {
        core = new HostCore(
                HostOptions.workers(0).withBuffers(BUFFERS), System::nanoTime, new CurrentConfiguration(configuration));
    }

    @Override
    public HostServices services() {
        return core.services();
    }

    @Override
    public int buffersInUse() {
        return BUFFERS
                - core.engine().pool().available()
                - core.engine().main().buffers().cached();
    }

    @Override
    public void close() {
        if (core.engine().stop()) {
            core.services().interfaces().deleteAll();
            core.close();
        }
    }
}
