package io.weir.acl.internal.session;

import io.weir.graph.Timers;
import io.weir.graph.Worker;
import io.weir.memory.Memory;
import io.weir.net.IpProtocol;
import io.weir.table.Expiry;
import io.weir.table.SessionTable;
import java.util.function.Supplier;

/** The sessions of one worker, of both families. Only that worker calls. */
public final class Sessions implements Timers.Task {
    /** No session can begin: there are as many as there may be. */
    public static final int FULL = 0;

    private static final int EXPIRE_STEPS = 256;
    private static final long EXPIRE_EVERY_NS = 2_000_000;
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;
    private static final int ECHO6_REQUEST = 128;
    private static final int ECHO6_REPLY = 129;

    private final Worker worker;
    private final SessionTable ip4;
    private final SessionTable ip6;
    private final int threads;
    private final Supplier<SessionSettings> settings;
    private final Sweep sweep4;
    private final Sweep sweep6;
    private boolean ticking;
    private long expiredNs;
    /** Whether the last part was as large as it may be. */
    private boolean moreAreOver;

    Sessions(
            final Worker worker,
            final SessionTable ip4,
            final SessionTable ip6,
            final int threads,
            final Supplier<SessionSettings> settings) {
        this.worker = worker;
        this.ip4 = ip4;
        this.ip6 = ip6;
        this.threads = threads;
        this.settings = settings;
        sweep4 = new Sweep(worker, ip4);
        sweep6 = new Sweep(worker, ip6);
    }

    /** The table of a family. */
    public SessionTable table(final boolean family6) {
        return family6 ? ip6 : ip4;
    }

    /**
     * A packet belongs to a session, or seems to: notes it.
     *
     * @param leaving whether it leaves by the interface.
     * @param what type of its ICMP message or flags of its TCP header.
     * @return false if a message of ICMP is not one that the session lets go on.
     */
    public boolean packet(final SessionTable table, final int entry, final boolean leaving, final int what) {
        final long value = table.value(entry);
        final int protocol = SessionValue.protocol(value);
        if (protocol == IpProtocol.TCP) {
            if (SessionValue.see(value, what, leaving == SessionValue.leaving(value))) {
                table.timeout(entry, timeout(value, settings.get()));
                return true;
            }
        } else if (protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6) {
            final int began = SessionValue.icmpType(value);
            if (what != (leaving == SessionValue.leaving(value) ? began : answer(began))) {
                return false;
            }
        }
        table.touch(entry);
        return true;
    }

    /**
     * Begins a session with a packet that a rule with permit+reflect has matched.
     *
     * @param key of a packet in the inward direction.
     * @return its number, {@link #FULL}, or less than 0 if there is one already.
     */
    public int begin(
            final boolean family6,
            final long key,
            final int hash,
            final int protocol,
            final int what,
            final Origin origin) {
        final SessionTable table = table(family6);
        final SessionSettings now = settings.get();
        if (ip4.size() + ip6.size() >= Math.max(1, now.most() / threads)) {
            // The last one that there was room for may have begun with a packet before in the vector.
            return -table.find(key, hash);
        }
        final long timeoutNs = protocol == IpProtocol.TCP ? now.tcpTransientNs() : now.udpIdleNs();
        final int entry = table.insert(key, hash, timeoutNs);
        if (entry > 0) {
            final long value = table.value(entry);
            SessionValue.begin(value, protocol, protocol == IpProtocol.TCP ? 0 : what, origin);
            if (protocol == IpProtocol.TCP) {
                SessionValue.see(value, what, true);
            }
            table.endChange(entry);
            tick();
        }
        return entry;
    }

    /** Whether a packet of this protocol may begin a session: of ICMP only echo, which has a reply. */
    public static boolean begins(final int protocol, final int what) {
        return switch (protocol) {
            case IpProtocol.ICMP -> what == ECHO_REQUEST || what == ECHO_REPLY;
            case IpProtocol.ICMP6 -> what == ECHO6_REQUEST || what == ECHO6_REPLY;
            default -> true;
        };
    }

    private static int answer(final int type) {
        return switch (type) {
            case ECHO_REQUEST -> ECHO_REPLY;
            case ECHO_REPLY -> ECHO_REQUEST;
            default -> type ^ ECHO6_REQUEST ^ ECHO6_REPLY;
        };
    }

    private static long timeout(final long value, final SessionSettings now) {
        if (SessionValue.protocol(value) != IpProtocol.TCP) {
            return now.udpIdleNs();
        }
        return SessionValue.established(value) ? now.tcpIdleNs() : now.tcpTransientNs();
    }

    /** Lets go what is over, a part of it a turn: when packets come, and by a timer while none do. */
    public void expire() {
        final long nowNs = worker.nowNs();
        if (nowNs != expiredNs) {
            expiredNs = nowNs;
            final int steps4 = ip4.expire(nowNs, EXPIRE_STEPS, (table, entry) -> Expiry.OVER);
            final int steps6 = ip6.expire(nowNs, EXPIRE_STEPS, (table, entry) -> Expiry.OVER);
            moreAreOver = steps4 == EXPIRE_STEPS || steps6 == EXPIRE_STEPS;
        }
    }

    /** Sessions were taken over: lets those go that are over, though no packet comes. Between two calls of nodes. */
    public void resume() {
        if (ip4.size() + ip6.size() > 0) {
            tick();
        }
    }

    private void tick() {
        if (!ticking) {
            ticking = true;
            worker.timers().schedule(moreAreOver ? 0 : EXPIRE_EVERY_NS, this);
        }
    }

    @Override
    public void expired(final long nowNs) {
        ticking = false;
        expire();
        if (ip4.size() + ip6.size() > 0) {
            tick();
        }
    }

    /** Ends sessions of a family that a test doesn't want, in bounded steps from the next turn on. Between two calls of nodes. */
    public void sweep(final boolean family6, final SessionTest stays) {
        (family6 ? sweep6 : sweep4).ask(stays);
    }

    /** No node runs any more. */
    void close() {
        sweep4.close();
        sweep6.close();
    }

    /** What tells apart packets of protocols that have more than ports: flags of TCP, type of ICMP. */
    public static int what(final long transport, final int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> Memory.getUnsignedByte(transport + 13);
            case IpProtocol.ICMP, IpProtocol.ICMP6 -> Memory.getUnsignedByte(transport);
            default -> 0;
        };
    }
}
