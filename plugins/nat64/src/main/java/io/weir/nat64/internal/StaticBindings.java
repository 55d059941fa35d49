package io.weir.nat64.internal;

import io.weir.cli.CommandException;
import io.weir.nat64.internal.node.TranslationNodes;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.GivenState;
import io.weir.nat64.internal.state.Pool;
import io.weir.nat64.internal.state.PoolAddress;
import io.weir.nat64.internal.state.Protocol;
import io.weir.nat64.internal.state.StateStore;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.plugin.Registrar;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Bindings that the operator gave. Main only. */
public final class StaticBindings {
    /**
     * One of them.
     *
     * @param table index of the client's table.
     */
    public record StaticBinding(Ip6Address client, int port, int protocol, int table, int poolAddress, int poolPort) {}

    private final Registrar host;
    private final Pool pool;
    private final StateStore store;
    private final TranslationNodes nodes;
    private final Set<StaticBinding> all = new LinkedHashSet<>();

    StaticBindings(final Registrar host, final Pool pool, final StateStore store, final TranslationNodes nodes) {
        this.host = host;
        this.pool = pool;
        this.store = store;
        this.nodes = nodes;
    }

    /** All of them. */
    public Collection<StaticBinding> all() {
        return List.copyOf(all);
    }

    /** Whether this is one. */
    public boolean has(final StaticBinding binding) {
        return all.contains(binding);
    }

    /** How many have an address of the pool. */
    public long of(final int poolAddress) {
        return all.stream()
                .filter(binding -> binding.poolAddress() == poolAddress)
                .count();
    }

    /** Binds a client's port for good. */
    public void add(final StaticBinding wanted) {
        final PoolAddress member = pool.find(wanted.poolAddress());
        final String address = Ip4Address.format(wanted.poolAddress());
        if (member == null) {
            throw new CommandException("%s is not in the pool".formatted(address));
        }
        if (member.draining()) {
            throw new CommandException("%s drains: it gets no new bindings".formatted(address));
        }
        if ((wanted.port() == 0 || wanted.poolPort() == 0) && wanted.protocol() != Protocol.ICMP.number()) {
            throw new CommandException("0 is no port of %s".formatted(Protocol.text(wanted.protocol())));
        }
        final ClientState state = stateOf(wanted.client());
        final int[] bound = new int[1];
        host.atBarrier(
                "nat64 static bib",
                () -> bound[0] = state.given()
                        .bindStatic(
                                wanted.client().high(),
                                wanted.client().low(),
                                wanted.port(),
                                wanted.protocol(),
                                wanted.table(),
                                wanted.poolAddress(),
                                wanted.poolPort()));
        if (bound[0] < 0 && Protocol.isUnknown(wanted.protocol())) {
            throw new CommandException("protocol %d of %s is bound already: see `show nat64 bib unknown'"
                    .formatted(
                            wanted.protocol(),
                            bound[0] == GivenState.CLIENT_BOUND
                                    ? wanted.client().toString()
                                    : address));
        }
        if (bound[0] == GivenState.CLIENT_BOUND) {
            throw new CommandException("%s port %d is bound already: see `show nat64 bib all client %1$s port %2$d'"
                    .formatted(wanted.client(), wanted.port()));
        }
        if (bound[0] == GivenState.POOL_BOUND) {
            throw new CommandException(
                    "port %d of %s is bound already, or of another client's block: see `show nat64 bib all port %1$d', `show nat64 port-blocks port %1$d'"
                            .formatted(wanted.poolPort(), address));
        }
        all.add(wanted);
    }

    /** Takes such a binding away: it ends with its sessions. */
    public void remove(final StaticBinding gone) {
        if (!all.remove(gone)) {
            throw new CommandException("%s port %d is not bound to port %d of %s by a static binding"
                    .formatted(
                            gone.client(),
                            Protocol.port(gone.protocol(), gone.port()),
                            Protocol.port(gone.protocol(), gone.poolPort()),
                            Ip4Address.format(gone.poolAddress())));
        }
        final ClientState state = stateOf(gone.client());
        host.atBarrier("nat64 static bib", () -> state.given()
                .releaseStatic(gone.poolAddress(), gone.poolPort(), gone.protocol()));
    }

    /** Forgets them, as they are ending. */
    void clear() {
        all.clear();
    }

    /** Goes on with those of the version before, which are in its tables. */
    void take(final Collection<StaticBinding> bindings) {
        all.addAll(bindings);
    }

    private ClientState stateOf(final Ip6Address client) {
        return store.states().get(nodes.ownerOf(client.high(), client.low()));
    }
}
