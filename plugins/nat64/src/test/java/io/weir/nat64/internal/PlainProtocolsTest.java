package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protocols that have no ports: an address of the pool for each client of a server. */
class PlainProtocolsTest extends TranslatorBase {
    private static final int GRE = 47;
    private static final int ESP = 50;
    private static final int SCTP = 132;
    private static final String OTHER_SERVER = "192.0.2.3";
    private static final String OTHER_SERVER6 = PREFIX + "c000:203";

    private static TestPacket plain(final String from, final String to, final int protocol) {
        return TestPacket.ip(from, to, protocol).payload(60);
    }

    private PacketView one(final TestInterface from, final TestInterface to, final TestPacket packet) {
        final List<PacketView> packets = passed(from, to, packet);
        assertThat(packets).as(() -> host.cli("show errors")).hasSize(1);
        return packets.getFirst();
    }

    private PacketView sent(final String client, final String server, final int protocol) {
        return one(left, right, plain(client, server, protocol));
    }

    @ParameterizedTest
    @CsvSource({"0, 47", "1, 47", "4, 47", "0, 50", "4, 50", "0, 132", "0, 136", "0, 33", "0, 4", "0, 255"})
    void shouldTranslateThereAndBackAndLeaveThePayload(final int workers, final int protocol) {
        run(workers, () -> {
            final TestPacket there = plain(CLIENT, SERVER6, protocol).ttl(60);
            final PacketView out = one(left, right, there);
            assertThat(out.source()).isEqualTo(POOL);
            assertThat(out.destination()).isEqualTo(SERVER);
            assertThat(out.protocol()).isEqualTo(protocol);
            assertThat(out.ttl()).isEqualTo(59);
            final PacketView in = one(right, left, plain(SERVER, POOL, protocol).ttl(60));
            assertThat(in.source()).isEqualTo(SERVER6);
            assertThat(in.destination()).isEqualTo(CLIENT);
            assertThat(in.ttl()).isEqualTo(59);
            if (protocol != 136 && protocol != 33) {
                assertThat(out.payload()).isEqualTo(in.payload());
            } else {
                assertThat(out.u32(out.transport())).as("ports").isEqualTo(in.u32(in.transport()));
            }
            assertThat(host.cli("show nat64 session table unknown"))
                    .contains(CLIENT + " 0 " + SERVER6 + " 0 " + POOL + " 0 " + SERVER + " 0 protocol " + protocol);
            assertThat(host.cli("show nat64 bib unknown")).contains(CLIENT + " 0 " + POOL + " 0 protocol " + protocol);
            assertThat(host.cli("show nat64 session table tcp").lines()).hasSize(1);
            assertThat(host.cli("show nat64 pool")).contains("icmp 0, unknown 1");
        });
    }

    /** An address is one client's for a server and a protocol; with other servers, and in other protocols, others have it too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGiveAnAddressToOneClientOfAServer(final int workers) {
        run(workers, () -> {
            assertThat(sent(CLIENT, SERVER6, GRE).source()).isEqualTo(POOL);
            assertThat(sent(OTHER_CLIENT, OTHER_SERVER6, GRE).source()).isEqualTo(POOL);
            assertThat(sent(OTHER_CLIENT, SERVER6, ESP).source()).isEqualTo(POOL);
            assertThat(passed(left, right, plain(OTHER_CLIENT, SERVER6, GRE))).isEmpty();
            assertThat(given("in2out-no-port")).isEqualTo(1);
            assertThat(one(right, left, plain(SERVER, POOL, GRE)).destination()).isEqualTo(CLIENT);
            assertThat(one(right, left, plain(OTHER_SERVER, POOL, GRE)).destination())
                    .isEqualTo(OTHER_CLIENT);
            assertThat(one(right, left, plain(SERVER, POOL, ESP)).destination()).isEqualTo(OTHER_CLIENT);
            assertThat(passed(right, left, plain(OTHER_SERVER, POOL, ESP))).isEmpty();
            assertThat(given("out2in-no-binding")).isEqualTo(1);
            host.cli("nat64 add pool address 198.51.100.2");
            assertThat(sent(OTHER_CLIENT, SERVER6, GRE).source()).isEqualTo("198.51.100.2");
            assertThat(one(right, left, plain(SERVER, "198.51.100.2", GRE)).destination())
                    .isEqualTo(OTHER_CLIENT);
        });
    }

    /** RFC 4787, 4.1: the address that the client has by its other bindings, while it is free. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGiveAClientTheAddressThatItHas(final int workers) {
        run(workers, () -> {
            host.cli("nat64 add pool address 198.51.100.2 - 198.51.100.9");
            final Set<String> seen = new HashSet<>();
            for (int client = 2; client < 10; client++) {
                final String address = one(left, right, udp(client, 4_000, 53)).source();
                assertThat(sent(client(client), SERVER6, SCTP).source())
                        .as("client %d", client)
                        .isNotNull();
                assertThat(sent(client(client), PREFIX + "c000:203", 200 + client)
                                .source())
                        .isEqualTo(address);
                seen.add(address);
            }
            assertThat(seen).hasSizeGreaterThan(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLetAnyServerBeginWhereTheOperatorHasBoundAProtocol(final int workers) {
        run(workers, () -> {
            assertThat(host.refused("nat64 add static bib " + CLIENT + " 5 " + POOL + " 5 47"))
                    .contains("protocol 47 has no ports");
            for (final int none : new int[] {2, 44, 51, 58, 59}) {
                assertThat(host.refused("nat64 add static bib " + CLIENT + " 0 " + POOL + " 0 " + none))
                        .contains("protocol " + none + " is not translated");
            }
            host.cli("nat64 add static bib " + CLIENT + " 0 " + POOL + " 0 47");
            assertThat(host.refused("nat64 add static bib " + OTHER_CLIENT + " 0 " + POOL + " 0 47"))
                    .contains("protocol 47 of " + POOL + " is bound already");
            assertThat(one(right, left, plain(SERVER, POOL, GRE)).destination()).isEqualTo(CLIENT);
            assertThat(one(right, left, plain(OTHER_SERVER, POOL, GRE)).destination())
                    .isEqualTo(CLIENT);
            assertThat(sent(CLIENT, SERVER6, GRE).source()).isEqualTo(POOL);
            assertThat(host.cli("show nat64 session table unknown").lines()).hasSize(3);
            assertThat(one(right, left, error(SERVER6, POOL)).destination()).isEqualTo(CLIENT);
            host.cli("nat64 add static bib " + CLIENT + " 0 " + POOL + " 0 47 del");
            host.cli("clear nat64 sessions unknown");
            host.untilIdle();
            assertThat(host.cli("show nat64 bib unknown").lines()).hasSize(1);
            assertThat(passed(right, left, plain(SERVER, POOL, GRE))).isEmpty();
        });
    }

    /** A router's error about GRE from the pool's address to the server. */
    private static TestPacket error(final String server6, final String pool) {
        return TestPacket.icmp("203.0.113.9", pool, 11, 0)
                .payload(plain(pool, server6.equals(SERVER6) ? SERVER : OTHER_SERVER, GRE)
                        .ip());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTranslateErrorsBothWays(final int workers) {
        run(workers, () -> {
            sent(CLIENT, SERVER6, GRE);
            final PacketView in = one(right, left, error(SERVER6, POOL));
            assertThat(in.destination()).isEqualTo(CLIENT);
            assertThat(in.icmp()).isEqualTo(3 << 8);
            final PacketView quoted = PacketView.ofIp(in.payload());
            assertThat(quoted.source()).isEqualTo(CLIENT);
            assertThat(quoted.destination()).isEqualTo(SERVER6);
            assertThat(quoted.protocol()).isEqualTo(GRE);
            final PacketView out = one(
                    left,
                    right,
                    TestPacket.icmp(CLIENT, SERVER6, 1, 4)
                            .payload(plain(SERVER6, CLIENT, GRE).ip()));
            assertThat(out.source()).isEqualTo(POOL);
            assertThat(PacketView.ofIp(out.payload()).destination()).isEqualTo(POOL);
            assertThat(passed(right, left, error(OTHER_SERVER6, POOL))).isEmpty();
            assertThat(given("out2in-unasked-error")).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldTranslateFragmentsAndHairpins(final int workers) {
        run(workers, () -> {
            final List<TestPacket> parts = TestPacket.ip(CLIENT, SERVER6, GRE)
                    .identification(7)
                    .payload(2_400)
                    .fragments(1_200);
            assertThat(passed(left, right, parts.reversed().toArray(TestPacket[]::new)))
                    .hasSize(parts.size());
            final List<TestPacket> back = TestPacket.ip(SERVER, POOL, GRE)
                    .identification(8)
                    .payload(2_400)
                    .fragments(1_200);
            assertThat(passed(right, left, back.reversed().toArray(TestPacket[]::new)))
                    .hasSize(back.size())
                    .allSatisfy(part -> assertThat(part.destination()).isEqualTo(CLIENT));
            host.cli("nat64 add pool address 198.51.100.2");
            host.cli("nat64 add static bib " + OTHER_CLIENT + " 0 198.51.100.2 0 47");
            final PacketView there = one(left, left, plain(CLIENT, PREFIX + "c633:6402", GRE));
            assertThat(there.destination()).isEqualTo(OTHER_CLIENT);
            final PacketView again = one(left, left, plain(OTHER_CLIENT, there.source(), GRE));
            assertThat(again.destination()).isEqualTo(CLIENT);
            assertThat(again.source()).isEqualTo(PREFIX + "c633:6402");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldCountThemAsBindingsOfTheirClient(final int workers) {
        run(workers, () -> {
            host.cli("nat64 plugin disable");
            host.cli("nat64 plugin enable client-bindings 20");
            host.cli("nat64 add prefix " + PREFIX + "/96");
            host.cli("nat64 add pool address " + POOL);
            host.cli("set interface nat64 in left out right");
            int sent = 0;
            for (int protocol = 61; protocol < 100; protocol++) {
                sent += passed(left, right, plain(CLIENT, SERVER6, protocol)).size();
            }
            assertThat(sent).isEqualTo(20);
            assertThat(given("in2out-client-limit")).isEqualTo(19);
            for (final int none : new int[] {2, 59}) {
                assertThat(passed(left, right, plain(OTHER_CLIENT, SERVER6, none)))
                        .isEmpty();
            }
            assertThat(passed(right, left, plain(SERVER, POOL, 58))).isEmpty();
            assertThat(given("in2out-protocol")).isEqualTo(2);
            assertThat(given("out2in-protocol")).isEqualTo(1);
            assertThat(host.cli("show nat64 session table all").lines()).hasSize(21);
        });
    }

    /** Blocks are of ports: such a protocol has none of them, and passes all the same. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldPassWhereClientsHaveBlocks(final int workers) {
        run(workers, () -> {
            host.cli("nat64 plugin disable");
            host.cli("nat64 plugin enable port-block-size 64 port-blocks 2");
            host.cli("nat64 add prefix " + PREFIX + "/96");
            host.cli("nat64 add pool address " + POOL);
            host.cli("set interface nat64 in left out right");
            assertThat(sent(CLIENT, SERVER6, GRE).source()).isEqualTo(POOL);
            assertThat(one(right, left, plain(SERVER, POOL, GRE)).destination()).isEqualTo(CLIENT);
            assertThat(host.cli("show nat64 port-blocks")).doesNotContain(CLIENT);
            host.cli("clear nat64 sessions all");
            host.untilIdle();
            assertThat(host.cli("show nat64 bib unknown").lines()).hasSize(1);
            assertThat(host.cli("show nat64 pool")).doesNotContain("unknown");
        });
    }

    /** A client of a prefix that owns its ports has the address that follows from its own in such protocols too. */
    @Test
    void shouldHaveTheAddressThatFollowsFromTheClients() {
        run(0, () -> {
            host.cli("nat64 plugin disable");
            host.cli("nat64 plugin enable port-block-size 4096 client-prefix-length 128");
            host.cli("nat64 add prefix " + PREFIX + "/96");
            host.cli("nat64 add deterministic 2001:db8:1::/125 " + POOL);
            host.cli("set interface nat64 in left out right");
            assertThat(sent(CLIENT, SERVER6, GRE).source()).isEqualTo(POOL);
            assertThat(one(right, left, plain(SERVER, POOL, GRE)).destination()).isEqualTo(CLIENT);
            assertThat(passed(left, right, plain(OTHER_CLIENT, SERVER6, GRE))).isEmpty();
            assertThat(given("in2out-no-port")).isEqualTo(1);
        });
    }

    /** What this host runs itself on an address that clients share stays its own. */
    @Test
    void shouldLeaveAnAddressOfThisHostAlone() {
        run(0, () -> {
            host.cli("nat64 drain " + POOL);
            host.cli("nat64 add interface address right");
            assertThat(passed(left, right, plain(CLIENT, SERVER6, ESP))).isEmpty();
            assertThat(given("in2out-no-port")).isEqualTo(1);
            passed(right, left, plain(SERVER, "192.0.2.1", ESP));
            assertThat(given("out2in-no-binding")).isZero();
        });
    }

    @Test
    void shouldSaveAndLoadThem(@TempDir final Path directory) {
        run(1, () -> {
            sent(CLIENT, SERVER6, GRE);
            final Path file = directory.resolve("sessions");
            host.cli("nat64 save " + file);
            final String before = host.cli("show nat64 bib unknown");
            host.cli("clear nat64 sessions all");
            host.untilIdle();
            assertThat(host.cli("show nat64 bib unknown").lines()).hasSize(1);
            host.cli("nat64 load " + file);
            assertThat(host.cli("show nat64 bib unknown")).isEqualTo(before);
            assertThat(one(right, left, plain(SERVER, POOL, GRE)).destination()).isEqualTo(CLIENT);
        });
    }
}
