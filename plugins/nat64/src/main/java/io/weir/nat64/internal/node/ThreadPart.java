package io.weir.nat64.internal.node;

import io.weir.fib.Forwarding;
import io.weir.graph.Handoff;
import io.weir.graph.WorkerHandoff;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.SharedState;

/**
 * What the nodes of one thread work with.
 *
 * @param owners by which packets are brought to the worker of their client; null where only this thread has any.
 * @param mine this thread's end of that.
 * @param memory that goes with the nodes.
 * @param held packets that nobody has asked for yet.
 * @param expiry lets sessions go while no packets come.
 */
record ThreadPart(
        SharedState shared,
        ClientState state,
        SessionTimer expiry,
        HeldSyns held,
        Forwarding forwarding,
        NodeMemory memory,
        Handoff owners,
        WorkerHandoff mine) {}
