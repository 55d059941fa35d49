package io.weir.platform.stats;

import io.weir.cli.CommandCall;
import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessHandle;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.io.IOException;

/** Keeps the statistics segment, once it is told where: {@code statseg-collector-process}. Main only. */
public final class StatisticsPlugin extends WeirPlugin implements InterfaceListener {
    /** Changes that come closer than this to what was collected before wait for each other. */
    private static final long PAUSE_NS = 100_000_000;
    /** Collecting must not take more of main than one part in so many. */
    private static final long SHARE = 20;

    private final SegmentInputs inputs;
    private Registrar host;
    private ProcessHandle process;
    private Collector collector;
    private long intervalNs = ProcessContext.FOREVER;
    /** Whether there was a change that the process hasn't begun to look at. */
    private boolean changed;

    private long pauseNs = PAUSE_NS;

    public StatisticsPlugin(final SegmentInputs inputs) {
        this.inputs = inputs;
    }

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        process = registrar.process("statseg-collector-process", this::run);
        registrar
                .command("show statistics segment", "Show the segment that others read counters from")
                .run(this::show);
    }

    @Override
    public void start() {
        host.interfaces().listen(this);
        inputs.sources().onChange(this::tell);
    }

    /**
     * Makes the segment. Others find it from here on.
     *
     * @throws IOException when the file can't be made; the host is as well without it.
     */
    public void open(final StatisticsOptions options) throws IOException {
        collector = new Collector(inputs, options);
        intervalNs = options.intervalNs();
        tell();
    }

    private void run(final ProcessContext context) {
        while (true) {
            if (!changed) {
                context.waitForEventOrClock(intervalNs);
            }
            if (changed) {
                // What else changes meanwhile is collected with it.
                pause(context, pauseNs);
            }
            changed = false;
            if (collector != null) {
                collect(context);
            }
        }
    }

    private static void pause(final ProcessContext context, final long ns) {
        final long endNs = context.nowNs() + ns;
        while (context.nowNs() < endNs) {
            context.waitForEventOrClock(endNs - context.nowNs());
        }
    }

    private void collect(final ProcessContext context) {
        final long[] away = {0};
        final long startNs = System.nanoTime();
        collector.collect(() -> {
            final long leftNs = System.nanoTime();
            context.waitForEventOrClock(0);
            away[0] += System.nanoTime() - leftNs;
        });
        pauseNs = Math.max(PAUSE_NS, (System.nanoTime() - startNs - away[0]) * SHARE);
    }

    /** Has the directory looked at soon. */
    private void tell() {
        if (collector != null && !changed) {
            changed = true;
            process.signal(0, 0);
        }
    }

    @Override
    public void added(final Interface device) {
        tell();
    }

    @Override
    public void deleting(final Interface device) {
        tell();
    }

    private void show(final CommandCall call) {
        if (collector == null) {
            throw call.refuse("there is no statistics segment, the log says why");
        }
        collector.describe().forEach(line -> call.println("%s", line));
    }

    @Override
    public void stop() {
        if (collector != null) {
            collector.close();
            collector = null;
        }
    }
}
