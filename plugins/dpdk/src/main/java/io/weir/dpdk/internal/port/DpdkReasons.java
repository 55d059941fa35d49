package io.weir.dpdk.internal.port;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.plugin.Registrar;

/** Why dpdk nodes drop. */
record DpdkReasons(
        DropReason txFailure,
        DropReason txDown,
        DropReason txLength,
        DropReason txChain,
        DropReason badOffload,
        DropReason noBuffer,
        DropReason wrongVlan,
        DropReason txVlan) {
    static DpdkReasons register(final Registrar host) {
        return new DpdkReasons(
                host.dropReason("dpdk-tx-failure", "tx failure", Severity.ERROR),
                host.dropReason("dpdk-tx-down", "port is stopped", Severity.ERROR),
                host.dropReason("dpdk-tx-length", "empty or longer than the port's MTU", Severity.ERROR),
                host.dropReason("dpdk-tx-chain", "the port takes no packets of several buffers", Severity.ERROR),
                host.dropReason("dpdk-tx-bad-offload", "offload asked of a malformed packet", Severity.ERROR),
                host.dropReason("dpdk-tx-no-buffer", "no buffer, or ends behind its buffer", Severity.ERROR),
                host.dropReason("dpdk-wrong-vlan", "wrong vlan", Severity.ERROR),
                host.dropReason("dpdk-tx-vlan", "no room for a VLAN tag", Severity.ERROR));
    }
}
