package io.weir.nat64.internal;

import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import java.util.concurrent.CompletableFuture;

/** A client's kernel, which has IPv6 only, and a server's, which has IPv4 only, at two taps of a host that translates between them. */
final class KernelPair implements AutoCloseable {
    /** The server as the client knows it. */
    static final String SERVER = "2001:db8:64::cb00:7102";

    final Netns client = new Netns();
    final Netns server = new Netns();
    final TestHost host;

    /** Sends what the server throws back, in a protocol that has no ports. */
    private static final String ASK = """
            import socket
            s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, 47)
            s.settimeout(10)
            s.connect(('%s', 0))
            d = bytes(range(200))
            s.send(d)
            print(s.recv(9000)[-200:] == d[::-1])
            """.formatted(SERVER);

    private static final String THROW_BACK = """
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_RAW, 47)
            d, who = s.recvfrom(9000)
            s.sendto(d[-200:][::-1], who)
            """;

    private Process web;

    /** At a host that has the plugins. */
    KernelPair(final TestHost host) {
        this.host = host;
        host.cli("create tap id 0 host-ns " + client.name() + " host-if-name port host-ip6-addr 2001:db8:1::2/64"
                + " host-ip6-gw 2001:db8:1::1");
        host.cli("create tap id 1 host-ns " + server.name() + " host-if-name port host-ip4-addr 203.0.113.2/24"
                + " host-ip4-gw 203.0.113.1");
        host.cli("set interface state tap0 up");
        host.cli("set interface state tap1 up");
        host.cli("set interface ip address tap0 2001:db8:1::1/64");
        host.cli("set interface ip address tap1 203.0.113.1/24");
        host.cli("nat64 plugin enable");
        host.cli("nat64 add prefix 2001:db8:64::/96");
        host.cli("nat64 add pool address 198.51.100.1 - 198.51.100.2");
        host.cli("set interface nat64 in tap0");
        host.cli("set interface nat64 out tap1");
    }

    /** Runs a command of the shell to its end, while the host turns. */
    String sh(final Netns where, final String command) {
        return until(start(where, command));
    }

    /** Begins a command of the shell; what it prints is the result. */
    static CompletableFuture<String> start(final Netns where, final String command) {
        return CompletableFuture.supplyAsync(
                () -> Netns.output(where.exec("sh", "-c", "(" + command + ") 2>&1; true")), Thread::startVirtualThread);
    }

    /** Turns the host until a command has ended. */
    String until(final CompletableFuture<String> command) {
        host.until(command::isDone);
        return command.join();
    }

    /** Turns until client and server know the way to each other. */
    void untilReached() {
        host.until(() -> sh(client, "ping -c 1 -W 1 " + SERVER).contains(" 1 received"));
    }

    /** Has the server offer a file of so many bytes by HTTP, port 8080. */
    void serve(final int bytes) {
        sh(
                server,
                "mkdir -p /tmp/" + server.name() + " && cd /tmp/" + server.name() + " && head -c " + bytes
                        + " /dev/urandom > file && sha256sum < file > sum");
        web = server.exec(
                "python3", "-m", "http.server", "--bind", "203.0.113.2", "-d", "/tmp/" + server.name(), "8080");
        host.until(() -> sh(server, "ss -tln").contains(":8080"));
    }

    /** Has the client send the number of GRE by a raw socket, as this kernel may have no tunnels; {@code True} if it came back right. */
    String askByGre() {
        final CompletableFuture<String> back = start(server, "python3 -c \"" + THROW_BACK + "\"");
        host.until(() -> sh(server, "ss -wln").contains(":47"));
        final String answer = sh(client, "python3 -c \"" + ASK + "\"");
        until(back);
        return answer;
    }

    /** What a checksum of the file must print. */
    String sum() {
        return sh(server, "cat /tmp/" + server.name() + "/sum");
    }

    /** The command by which the client fetches the file and prints its checksum. */
    static String fetch(final String options) {
        return "curl -sS -g " + options + " 'http://[" + SERVER + "]:8080/file' | sha256sum";
    }

    @Override
    public void close() {
        if (web != null) {
            web.destroy();
            sh(server, "rm -rf /tmp/" + server.name());
        }
        client.close();
        server.close();
    }
}
