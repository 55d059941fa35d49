package io.weir.acl.internal.session;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandSession;
import io.weir.graph.Worker;
import io.weir.iface.Interface;
import io.weir.net.FlowKey;
import io.weir.plugin.Registrar;
import io.weir.table.SessionTable;
import io.weir.table.TableCursor;
import io.weir.table.TableStatistics;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Commands about sessions, in VPP's words. Main only. */
public final class SessionCommands {
    private static final int MAX_SECONDS = 1_000_000;

    private static final SessionTest NONE_STAYS = (key, value) -> false;

    private final Registrar host;
    private final SessionStore store;
    private final Function<Worker, Sessions> sessions;

    /** Commands for a store; {@code sessions} are those of a thread. */
    public SessionCommands(final Registrar host, final SessionStore store, final Function<Worker, Sessions> sessions) {
        this.host = host;
        this.store = store;
        this.sessions = sessions;
    }

    /** Declares them. */
    public void register() {
        host.command(
                        "set acl-plugin session timeout udp idle <seconds:int 1.." + MAX_SECONDS + ">",
                        "Set how long sessions last after their last packet, those of TCP apart (default: 600)")
                .run(call -> change(
                        call,
                        (now, ns) -> new SessionSettings(
                                ns, now.tcpIdleNs(), now.tcpTransientNs(), now.most(), now.reclassify())));
        host.command(
                        "set acl-plugin session timeout tcp idle <seconds:int 1.." + MAX_SECONDS + ">",
                        "Set how long open connections of TCP last after their last packet (default: 86400)")
                .run(call -> change(
                        call,
                        (now, ns) -> new SessionSettings(
                                now.udpIdleNs(), ns, now.tcpTransientNs(), now.most(), now.reclassify())));
        host.command(
                        "set acl-plugin session timeout tcp transient <seconds:int 1.." + MAX_SECONDS + ">",
                        "Set how long connections of TCP last that open or close (default: 120)")
                .run(call -> change(
                        call,
                        (now, ns) -> new SessionSettings(
                                now.udpIdleNs(), now.tcpIdleNs(), ns, now.most(), now.reclassify())));
        host.command(
                        "set acl-plugin session table max-entries <count:int 1.." + SessionStore.MOST + ">",
                        "Set how many sessions there may be, over all threads (default: 500000)")
                .run(call -> {
                    final SessionSettings now = store.settings();
                    store.settings(new SessionSettings(
                            now.udpIdleNs(),
                            now.tcpIdleNs(),
                            now.tcpTransientNs(),
                            call.getInt("count"),
                            now.reclassify()));
                });
        host.command("show acl-plugin sessions [summary]", "Show sessions, and how long they last")
                .run(this::show);
        host.command("clear acl-plugin sessions", "End all sessions, in steps that no packet waits for")
                .run(call -> clear());
    }

    /** A setting with another timeout. */
    @FunctionalInterface
    private interface Change {
        SessionSettings of(SessionSettings now, long ns);
    }

    private void change(final CommandCall call, final Change change) {
        store.settings(change.of(
                store.settings(), Duration.ofSeconds(call.getInt("seconds")).toNanos()));
    }

    private void clear() {
        for (final Worker worker : host.workers()) {
            host.onWorker(worker, () -> {
                sessions.apply(worker).sweep(false, NONE_STAYS);
                sessions.apply(worker).sweep(true, NONE_STAYS);
            });
        }
    }

    private void show(final CommandCall call) {
        final SessionSettings now = store.settings();
        call.println(
                "Sessions: %d of %d, timeouts: udp idle %d s, tcp idle %d s, tcp transient %d s",
                store.size(),
                now.most(),
                seconds(now.udpIdleNs()),
                seconds(now.tcpIdleNs()),
                seconds(now.tcpTransientNs()));
        for (final boolean ip6 : new boolean[] {false, true}) {
            final List<SessionTable> tables = store.tables(ip6);
            for (int thread = 0; thread < tables.size(); thread++) {
                final TableStatistics counted = tables.get(thread).statistics();
                if (counted.size() > 0 || counted.inserted() > 0) {
                    call.println(
                            " %s [%d] %s: %d, begun %d, expired %d, ended %d, %d bytes",
                            ip6 ? "ip6" : "ip4",
                            thread,
                            host.workers().get(thread).name(),
                            counted.size(),
                            counted.inserted(),
                            counted.expired(),
                            counted.removed(),
                            tables.get(thread).bytes());
                }
                if (!call.has("summary")) {
                    list(call, ip6, thread, tables.get(thread));
                }
            }
        }
    }

    private void list(final CommandCall call, final boolean ip6, final int thread, final SessionTable table) {
        final CommandSession to = call.session();
        try (TableCursor cursor = table.cursor()) {
            while (!cursor.done()) {
                if (cursor.next()) {
                    final long key = cursor.key();
                    final Interface device = host.interfaces().byIndex(ip6 ? FlowKey.scope6(key) : FlowKey.scope4(key));
                    final String name = device == null ? "DELETED" : device.name();
                    call.println("%s", SessionLine.of(ip6, thread, name, key, cursor.value(), cursor.leftNs()));
                }
                to.pause();
            }
        }
    }

    private static long seconds(final long ns) {
        return Duration.ofNanos(ns).toSeconds();
    }
}
