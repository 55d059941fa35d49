package io.weir.platform.cli;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Those who are connected, and who of them has to go: nobody locks others out by being silent. */
final class Clients {

    private final CliLimits limits;
    private final Set<CliConnection> connections = ConcurrentHashMap.newKeySet();

    Clients(final CliLimits limits) {
        this.limits = limits;
    }

    void add(final CliConnection connection) {
        connections.add(connection);
    }

    void remove(final CliConnection connection) {
        connections.remove(connection);
    }

    /**
     * Whether there is room for one more. If there isn't, whoever has been silent for longest gives way: first those who
     * haven't said who they are, then idle sessions.
     */
    boolean hasRoom() {
        if (connections.size() < limits.sessions()) {
            return true;
        }
        final long nowNs = System.nanoTime();
        final Optional<CliConnection> silent = connections.stream()
                .filter(each -> each.silentNs(nowNs) >= (each.isGreeted() ? limits.idleNs() : limits.greetingNs() / 5))
                .max(Comparator.<CliConnection, Boolean>comparing(each -> !each.isGreeted())
                        .thenComparing(each -> each.silentNs(nowNs)));
        silent.ifPresent(each -> {
            remove(each);
            each.giveWay(
                    "it was silent, and " + limits.sessions() + " sessions are open, which is as many as there may be");
        });
        return silent.isPresent();
    }

    /** Ends those who haven't greeted in time, or don't go on with a request that they have begun. */
    void sweep() {
        final long nowNs = System.nanoTime();
        for (final CliConnection each : connections) {
            if (each.isOverdue(nowNs, limits.greetingNs())) {
                each.close();
            }
        }
    }

    void closeAll() {
        connections.forEach(CliConnection::close);
    }
}
