package io.weir.nat64.internal.node;

import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.state.SharedState;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;

/**
 * Asks clients whether they still have an established connection that has been silent for its whole time (RFC 6146, 3.5.2.2): a
 * segment without data from the server that lies outside any window, which is answered by an acknowledgment (RFC 9293, 3.10.7.4), or by a
 * reset. A vector's worth of probes at most wait to be sent; who isn't asked has the time of the trial all the same. One thread.
 */
final class Probes implements ClientState.Prober {
    private static final int HOPS = 64;
    private static final int WINDOW = 8_192;

    private final Worker worker;
    private final SharedState shared;
    private final ClientState state;
    private final WorkerHandoff lookup;
    private final int[] one = new int[1];

    Probes(final Worker worker, final SharedState shared, final ClientState state, final WorkerHandoff lookup) {
        this.worker = worker;
        this.shared = shared;
        this.state = state;
        this.lookup = lookup;
    }

    @Override
    public void probe(final int entry) {
        final long key = state.sessions().key(entry);
        final Prefix64 prefix = shared.prefixes().prefix(SessionEntry.prefix(key));
        final int index = prefix == null ? -1 : worker.buffers().allocate();
        if (index < 0) {
            return;
        }
        final long buffer = Buffer.address(index);
        Buffer.begin(buffer, 0, Ip6Header.LENGTH + TcpHeader.LENGTH, 0);
        Buffer.set(buffer, Buffer.LOCALLY_ORIGINATED);
        Buffer.txInterface(buffer, SessionEntry.table(key));
        write(Buffer.data(buffer), key, prefix);
        one[0] = index;
        if (!lookup.offer(worker.index(), one, 0, 1)) {
            worker.buffers().free(index);
        }
    }

    private static void write(final long header, final long key, final Prefix64 prefix) {
        final int server = SessionEntry.server(key);
        Ip6Header.write(header, TcpHeader.LENGTH, IpProtocol.TCP, HOPS);
        Memory.putLongBe(header + 8, prefix.high(server));
        Memory.putLongBe(header + 16, prefix.low(server));
        Memory.putLongBe(header + 24, SessionEntry.high(key));
        Memory.putLongBe(header + 32, SessionEntry.low(key));
        final long tcp = header + Ip6Header.LENGTH;
        TcpHeader.write(tcp, SessionEntry.serverPort(key), SessionEntry.port(key), 0, 0, TcpHeader.ACK, WINDOW);
        TcpHeader.updateChecksum6(tcp, header, TcpHeader.LENGTH);
    }
}
