package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.thread.FlowHandoff;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.Handoffs;
import io.weir.plugin.Registrar;
import java.util.List;

/** {@code show threads} and {@code show handoff}. */
final class ThreadCommands implements ShowPlugin.Commands {
    private static final Columns THREAD = Columns.of("%-7s%-20s%-12s%-8s%-25s%-7s%-7s%-7s%-10s");
    private static final Columns QUEUE = Columns.of("%-28s%-16s%-24s%-12s%6s%9s%12s%14s%12s");

    private final List<GraphLoop> threads;
    private final Handoffs handoffs;

    ThreadCommands(final List<GraphLoop> threads, final Handoffs handoffs) {
        this.threads = threads;
        this.handoffs = handoffs;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("show threads", "Show threads and the cores that they run on")
                .run(this::threads);
        registrar
                .command(
                        "show handoff",
                        "Show the queues between threads: vectors, packets, and how often there was no room")
                .run(this::handoff);
    }

    private void threads(final CommandCall call) {
        call.println(THREAD.line(
                "ID", "Name", "Type", "LWP", "Sched Policy (Priority)", "lcore", "Core", "Socket", "State"));
        for (final GraphLoop thread : threads) {
            final ThreadFacts facts = ThreadFacts.of(thread);
            call.println(THREAD.line(
                    thread.index(),
                    thread.name(),
                    thread.index() == 0 ? "" : "workers",
                    facts.lwp(),
                    facts.policy(),
                    facts.lcore(),
                    facts.topology("core_id"),
                    facts.topology("physical_package_id"),
                    state(thread, facts)));
        }
    }

    private static String state(final GraphLoop thread, final ThreadFacts facts) {
        final FaultSite keeper = thread.keptBy();
        if (keeper != null) {
            return "stuck in " + keeper.kind() + " " + keeper.name() + " of " + keeper.owner();
        }
        return facts.pinned() ? "" : "not pinned";
    }

    private void handoff(final CommandCall call) {
        call.println(QUEUE.line(
                "Handoff", "Plugin", "To node", "Thread", "Queue", "Waiting", "Vectors", "Packets", "Congested"));
        call.<FlowHandoff>forEach(handoffs.all(), handoff -> {
            for (final GraphLoop thread : threads) {
                final int index = thread.index();
                call.println(QUEUE.line(
                        handoff.name(),
                        handoff.owner(),
                        handoff.to(),
                        thread.name(),
                        handoff.vectors(),
                        handoff.waiting(index),
                        handoff.vectors(index),
                        handoff.packets(index),
                        handoff.congested(index)));
            }
        });
    }
}
