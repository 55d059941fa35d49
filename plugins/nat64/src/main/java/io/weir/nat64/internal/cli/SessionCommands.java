package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.nat64.internal.Nat64;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.Protocol;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.state.TcpState;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.plugin.Registrar;
import io.weir.table.TableCursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Commands that show and end sessions. Main only. */
public final class SessionCommands {
    private static final int MOST_OLDEST = 10_000;

    private static final long SECOND_NS = 1_000_000_000;

    private final Registrar host;
    private final Nat64 config;

    /** A line, for those that are the oldest so far. */
    private record Aged(int seconds, String line) {}

    /** Commands for a translator. */
    public SessionCommands(final Registrar host, final Nat64 config) {
        this.host = host;
        this.config = config;
    }

    /** Declares them. */
    public void register() {
        host.command(
                        "show nat64 session table all|tcp|udp|icmp|unknown" + SessionFilter.WORDS
                                + " [max <count:int 1..1000000000>] [oldest <oldest:int 1.." + MOST_OLDEST + ">]",
                        "Show sessions: client and server as the client knows them, as the server knows them, how long they"
                                + " last and how long ago they began; the port is any of the four")
                .run(this::show);
        host.command(
                        "clear nat64 sessions [all|tcp|udp|icmp|unknown]" + SessionFilter.WORDS,
                        "End sessions, in steps that no packet waits for; a binding ends with its last session")
                .run(call -> {
                    config.requireEnabled();
                    config.sweeps().end(SessionFilter.of(call));
                });
    }

    private void show(final CommandCall call) {
        final SessionFilter filter = SessionFilter.of(call);
        call.println("NAT64 %s session table:", SessionFilter.word(filter.protocol()));
        if (call.has("oldest")) {
            oldest(call, filter);
            return;
        }
        long left = call.getLong("count", Long.MAX_VALUE);
        for (final ClientState state : config.store().states().values()) {
            try (TableCursor cursor = state.sessions().cursor()) {
                while (left > 0 && !cursor.done()) {
                    if (cursor.next() && filter.fits(cursor.key(), cursor.value())) {
                        call.println("%s", line(cursor));
                        left--;
                    }
                    call.session().pause();
                }
            }
        }
    }

    /** The best are kept while all are looked at, so it takes no more memory for a million sessions. */
    private void oldest(final CommandCall call, final SessionFilter filter) {
        final int most = (int) Math.min(call.getInt("oldest"), call.getLong("count", MOST_OLDEST));
        final PriorityQueue<Aged> kept = new PriorityQueue<>(Comparator.comparingInt(Aged::seconds));
        for (final ClientState state : config.store().states().values()) {
            try (TableCursor cursor = state.sessions().cursor()) {
                while (!cursor.done()) {
                    if (cursor.next() && filter.fits(cursor.key(), cursor.value())) {
                        final int age = age(cursor.key());
                        if (kept.size() < most || age > kept.element().seconds) {
                            kept.add(new Aged(age, line(cursor)));
                        }
                        if (kept.size() > most) {
                            kept.remove();
                        }
                    }
                    call.session().pause();
                }
            }
        }
        final List<Aged> sorted = new ArrayList<>(kept);
        sorted.sort(Comparator.comparingInt(Aged::seconds).reversed());
        call.forEach(sorted, aged -> call.println("%s", aged.line));
    }

    /** How long ago a session began, in seconds. */
    private int age(final long key) {
        return SessionEntry.age(key, (int) (host.workers().getFirst().nowNs() / SECOND_NS));
    }

    private String line(final TableCursor cursor) {
        final long key = cursor.key();
        final long value = cursor.value();
        final int server = SessionEntry.server(key);
        final Prefix64 prefix = config.shared().prefixes().prefix(SessionEntry.prefix(key));
        final String state = TcpState.word(SessionEntry.state(key));
        return " %s %d %s %d %s %d %s %d protocol %s%s expires in %d s, age %d s"
                .formatted(
                        new Ip6Address(SessionEntry.high(key), SessionEntry.low(key)),
                        Protocol.port(SessionEntry.protocol(key), SessionEntry.port(key)),
                        prefix == null ? "-" : new Ip6Address(prefix.high(server), prefix.low(server)),
                        SessionEntry.serverPort(key),
                        Ip4Address.format(SessionEntry.poolAddress(value)),
                        Protocol.port(SessionEntry.protocol(key), SessionEntry.poolPort(value)),
                        Ip4Address.format(server),
                        SessionEntry.serverPort(key),
                        Protocol.text(SessionEntry.protocol(key)),
                        state.isEmpty() ? "" : " " + state,
                        Math.max(0, ConfigCommands.seconds(cursor.leftNs())),
                        age(key));
    }
}
