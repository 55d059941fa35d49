package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * TAYGA in a namespace of its own, with wires to the two that a host's taps are in: the same client and server reach each other through
 * either, by another prefix and another interface. Clients have an address of its pool each, so the kernel translates nothing more.
 */
final class Tayga implements AutoCloseable {
    /** The program beside those of {@link Iperf#TOOLS}. */
    static final String TOOL = "tayga";

    /** How clients name the server that is {@link #SERVER4}. */
    static final String SERVER6 = "2001:db8:65::a03:2";

    /** The server's address on its wire. */
    static final String SERVER4 = "10.3.0.2";

    private static final String ROLE = "t";
    private static final String TUN = "nat64";
    private static final String PREFIX = "2001:db8:65::/96";
    private static final String POOL = "192.168.255.0/24";
    private static final String NEAR = "eth1";

    private final Namespaces namespaces;
    private final String client;
    private final String server;
    private final Path configuration;

    /**
     * Starts it.
     *
     * @param client the namespace of the client, which gets fd00:3::2.
     * @param server that of the server.
     */
    Tayga(final Namespaces namespaces, final String client, final String server)
            throws IOException, InterruptedException {
        this.namespaces = namespaces;
        this.client = client;
        this.server = server;
        configuration = Files.createTempFile("weir-tayga", ".conf");
        try {
            Files.write(
                    configuration,
                    List.of(
                            "tun-device " + TUN,
                            "ipv4-addr 192.168.255.1",
                            "prefix " + PREFIX,
                            "dynamic-pool " + POOL));
            namespaces.add(ROLE);
            inside("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
            wire("clients", "fd00:3::1/64", client, "fd00:3::2/64");
            wire("servers", "10.3.0.1/24", server, SERVER4 + "/24");
            ip(client, "route", "add", PREFIX, "via", "fd00:3::1", "dev", NEAR);
            ip(server, "route", "add", POOL, "via", "10.3.0.1", "dev", NEAR);
            inside(TOOL, "-c", configuration.toString(), "--mktun");
            ip(ROLE, "link", "set", TUN, "up");
            ip(ROLE, "route", "add", PREFIX, "dev", TUN);
            ip(ROLE, "route", "add", POOL, "dev", TUN);
            namespaces.start(ROLE, TOOL, "-c", configuration.toString(), "--nodetach");
        } catch (final IOException e) {
            close();
            throw e;
        }
    }

    private void wire(final String name, final String ours, final String role, final String theirs)
            throws IOException, InterruptedException {
        ip(ROLE, "link", "add", name, "type", "veth", "peer", "name", NEAR, "netns", namespaces.name(role));
        end(ROLE, name, ours);
        end(role, NEAR, theirs);
    }

    private void end(final String role, final String device, final String address)
            throws IOException, InterruptedException {
        ip(role, "addr", "add", address, "dev", device, "nodad");
        ip(role, "link", "set", device, "up");
    }

    private void ip(final String role, final String... words) throws IOException, InterruptedException {
        final String[] command = new String[words.length + 3];
        command[0] = "ip";
        command[1] = "-n";
        command[2] = namespaces.name(role);
        System.arraycopy(words, 0, command, 3, words.length);
        Namespaces.run(command);
    }

    private void inside(final String... program) throws IOException, InterruptedException {
        namespaces.inside(ROLE, program);
    }

    /** Turns segmentation and checksums of all its devices on or off. */
    void offloads(final boolean on) throws IOException, InterruptedException {
        namespaces.offloads(client, NEAR, on);
        namespaces.offloads(server, NEAR, on);
        namespaces.offloads(ROLE, "clients", on);
        namespaces.offloads(ROLE, "servers", on);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(configuration);
    }
}
