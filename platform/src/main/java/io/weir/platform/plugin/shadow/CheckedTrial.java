package io.weir.platform.plugin.shadow;

import io.weir.platform.plugin.archive.PluginClassLoader;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.plugin.ledger.ScratchHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New plugins and their first packets under checks that the live graph has no time for: each access to memory must lie in a buffer
 * that the scratch host has given out or in a block, and no packet may be mentioned twice. For this the plugins' classes
 * are loaded once more, see {@link PluginClassLoader#checked}; those that come to the live graph are compiled without the checks.
 * The shadow's thread.
 */
final class CheckedTrial implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckedTrial.class);

    private final List<PluginClassLoader> twins;
    private final List<Ledger> ledgers = new ArrayList<>();
    private final Trial trial;

    CheckedTrial(final ScratchHost.Maker hosts, final ShadowRequest request) {
        twins = PluginClassLoader.checked(request.wanted());
        trial = twins.isEmpty() ? null : new Trial(hosts, request);
        if (trial == null && !request.wanted().isEmpty()) {
            LOG.info("shadow without checks of memory: classes that load native libraries can't be loaded twice");
        }
    }

    /**
     * Has the plugins describe themselves.
     *
     * @throws io.weir.cli.CommandException with one sentence when one can't.
     */
    void bring() {
        twins.forEach(twin -> ledgers.add(trial.bring(twin)));
    }

    /**
     * Runs each node over some packets, and throws all away.
     *
     * @throws io.weir.cli.CommandException naming the node that did what it must not.
     */
    void run(final Map<String, List<byte[]>> images) {
        if (trial != null) {
            trial.run(ledgers, images, true).check();
        }
    }

    @Override
    public void close() {
        if (trial != null) {
            trial.close();
        }
        for (final PluginClassLoader twin : twins) {
            try {
                twin.close();
            } catch (final IOException e) {
                LOG.warn("{} can't be closed", twin.archive(), e);
            }
        }
    }
}
