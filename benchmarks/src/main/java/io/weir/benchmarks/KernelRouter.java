package io.weir.benchmarks;

import java.io.IOException;
import java.util.List;

/** The kernel's own forwarding, which is measured beside a host's: two namespaces with wires to a third between them. */
final class KernelRouter {
    /** The namespace that sends. */
    static final String LEFT = "kl";
    /** The namespace that receives. */
    static final String RIGHT = "kr";

    private static final String ROUTER = "k";

    private final Namespaces namespaces;

    /** Makes them: 10.1.0.2 and fd00:1::2 on the left, 10.2.0.2 and fd00:2::2 on the right. */
    KernelRouter(final Namespaces namespaces) throws IOException, InterruptedException {
        this.namespaces = namespaces;
        for (final String role : List.of(LEFT, RIGHT, ROUTER)) {
            namespaces.add(role);
        }
        namespaces.inside(ROUTER, "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        wire(LEFT, 1);
        wire(RIGHT, 2);
    }

    private void wire(final String role, final int network) throws IOException, InterruptedException {
        final String near = "eth" + network;
        final String router = namespaces.name(ROUTER);
        final String peer = namespaces.name(role);
        Namespaces.run("ip", "-n", router, "link", "add", near, "type", "veth", "peer", "name", "eth0", "netns", peer);
        Namespaces.run("ip", "-n", router, "addr", "add", "10." + network + ".0.1/24", "dev", near);
        Namespaces.run("ip", "-n", router, "addr", "add", "fd00:" + network + "::1/64", "dev", near, "nodad");
        Namespaces.run("ip", "-n", router, "link", "set", near, "up");
        namespaces.address(role, network);
    }

    /** Runs a program in the namespace that forwards; returns what it says. */
    String inside(final String... program) throws IOException, InterruptedException {
        return namespaces.inside(ROUTER, program);
    }

    /** Turns segmentation and checksums of all its devices on or off. */
    void offloads(final boolean on) throws IOException, InterruptedException {
        namespaces.offloads(LEFT, "eth0", on);
        namespaces.offloads(RIGHT, "eth0", on);
        namespaces.offloads(ROUTER, "eth1", on);
        namespaces.offloads(ROUTER, "eth2", on);
    }
}
