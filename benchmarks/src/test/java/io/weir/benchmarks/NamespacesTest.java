package io.weir.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What benchmarks make of the kernel's network, and leave of it. */
final class NamespacesTest {
    @BeforeAll
    static void root() throws Exception {
        assumeTrue(Namespaces.missing(List.of("ip", "ethtool", "ping", "sysctl")) == null);
    }

    @Test
    void nothingIsLeftOfThem() throws Exception {
        final Process program;
        final String link;
        try (Namespaces namespaces = new Namespaces()) {
            namespaces.add("left");
            link = namespaces.link("wtest");
            namespaces.wire(link, "left");
            program = namespaces.start("left", "sleep", "1000");
            assertThat(Namespaces.run("ip", "netns", "list")).contains(namespaces.name("left"));
            assertThatThrownBy(() -> namespaces.inside("left", "ip", "link", "show", "dev", "nowhere"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("nowhere");
        }
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Namespaces.run("ip", "netns", "list")).doesNotContain("weir-left-");
        assertThat(Namespaces.run("ip", "-o", "link")).doesNotContain(link);
    }

    @Test
    void aProgramThatIsMissingIsNamed() throws Exception {
        assertThat(Namespaces.missing(List.of("ip", "no-such-program"))).isEqualTo("there is no no-such-program");
    }

    @Test
    void theKernelForwardsWhatIsSentAndWhatComesIsCounted() throws Exception {
        try (Namespaces namespaces = new Namespaces()) {
            new KernelRouter(namespaces).offloads(false);
            for (final String to : List.of("10.2.0.2", "fd00:2::2")) {
                namespaces.inside(KernelRouter.LEFT, "ping", "-q", "-c", "1", "-w", "20", to);
                final double rate = UdpLoad.run(
                        namespaces.name(KernelRouter.LEFT),
                        namespaces.name(KernelRouter.RIGHT),
                        InetAddress.ofLiteral(to),
                        1_400,
                        true,
                        100_000_000);
                assertThat(rate).isGreaterThan(1e6);
            }
        }
    }

    @Test
    void aBareShuttleCarriesPacketsAndLeavesNoTap() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/net/tun")));
        try (Namespaces namespaces = new Namespaces()) {
            try (TapShuttle shuttle = new TapShuttle(namespaces)) {
                for (final boolean offloads : new boolean[] {true, false}) {
                    shuttle.offloads(offloads);
                    for (final String to : List.of("10.2.0.2", "fd00:2::2")) {
                        namespaces.inside(TapShuttle.LEFT, "ping", "-q", "-c", "1", "-w", "20", to);
                    }
                }
            }
            assertThat(namespaces.inside(TapShuttle.LEFT, "ip", "-o", "link")).doesNotContain("eth0");
        }
    }
}
