package io.weir.platform.fault;

import io.weir.graph.DropReason;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts parts that fail too often out of action, and back when told to. Main only. */
public final class Quarantine {
    /** Runs a change while no worker runs. */
    @FunctionalInterface
    public interface Barrier {
        /** Parks the workers, runs the change, lets them go. */
        void run(String why, Runnable change);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final FaultLog faults;
    private final Barrier barrier;
    private final DropReason reason;

    /**
     * Begins to act on what the log notes.
     *
     * @param onMain runs things on main.
     * @param reason what packets are dropped for that would have gone to a part in quarantine.
     */
    public Quarantine(final FaultLog faults, final Executor onMain, final Barrier barrier, final DropReason reason) {
        this.faults = faults;
        this.barrier = barrier;
        this.reason = reason;
        faults.onTooMany(site -> onMain.execute(() -> impose(site)));
        faults.onStuck(site -> onMain.execute(() -> imposeAtOnce(site)));
    }

    /** Puts a part out of action that is in the way of a change; see {@link #imposeAtOnce}. */
    public void stop(final FaultSite site) {
        if (site.atOnce()) {
            faults.add(site);
            imposeAtOnce(site);
        }
    }

    /**
     * Puts a part out of action that keeps a thread, without the barrier, which that thread wouldn't come to: the thread
     * leaves the part alone once it has come back. Nothing happens to parts of which that can't be had.
     */
    private void imposeAtOnce(final FaultSite site) {
        if (site.atOnce() && faults.knows(site) && !site.quarantined()) {
            site.isolation().isolate(true, reason);
            site.isolated();
            LOG.error(
                    "{} {} of plugin {} keeps its thread, and is quarantined from its return on;"
                            + " `plugin release {}' puts it back",
                    site.kind(),
                    site.name(),
                    site.owner(),
                    site.owner());
        }
    }

    private void impose(final FaultSite site) {
        if (!faults.knows(site) || site.quarantined()) {
            site.notIsolated();
            return;
        }
        try {
            barrier.run("quarantine " + site.name(), () -> site.isolation().isolate(true, reason));
        } catch (final RuntimeException | Error e) {
            // A worker is stuck, most likely in this very part: the next fault asks again.
            site.notIsolated();
            throw e;
        }
        site.isolated();
        LOG.error(
                "{} {} of plugin {} is quarantined after {} faults; `plugin release {}' puts it back",
                site.kind(),
                site.name(),
                site.owner(),
                site.faults(),
                site.owner());
    }

    /** What a plugin's parts did wrong, by part and thread. */
    public List<FaultReport> reports(final String owner) {
        return faults.sites(owner).stream()
                .flatMap(site -> site.reports().stream())
                .sorted(Comparator.comparing(FaultReport::part).thenComparing(FaultReport::thread))
                .toList();
    }

    /** Parts of a plugin that are out of action. */
    public List<FaultSite> quarantined(final String owner) {
        return faults.sites(owner).stream().filter(FaultSite::quarantined).toList();
    }

    /** Puts all parts of a plugin back at one barrier, their faults forgotten; returns how many there were. */
    public int release(final String owner) {
        final List<FaultSite> sites = quarantined(owner);
        if (!sites.isEmpty()) {
            barrier.run("release " + owner, () -> sites.forEach(this::putBack));
            LOG.info("plugin {}: {} parts are out of quarantine", owner, sites.size());
        }
        return sites.size();
    }

    private void putBack(final FaultSite site) {
        try {
            site.isolation().isolate(false, reason);
            site.released();
        } catch (final RuntimeException e) {
            LOG.warn(
                    "{} {} of plugin {} can't be put back: {}", site.kind(), site.name(), site.owner(), e.getMessage());
        }
    }

    /** Forgets what a part did wrong: it has left the graph. */
    public void forget(final FaultSite site) {
        faults.forget(site);
    }
}
