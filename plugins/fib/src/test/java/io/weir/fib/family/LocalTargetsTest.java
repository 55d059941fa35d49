package io.weir.fib.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.cli.CommandException;
import io.weir.graph.Next;
import io.weir.testkit.TestConsumer;
import org.junit.jupiter.api.Test;

/** Who has which port, as plugins and their versions come and go. */
class LocalTargetsTest {
    private static final Next FIRST = new Next("first", 11);
    private static final Next SECOND = new Next("second", 12);

    private final LocalTargets targets = new LocalTargets();

    /** A plugin, and delivery to this host as it has it. */
    private final class Plugin {
        private final TestConsumer consumer;
        private final LocalDelivery local;

        Plugin(final String id) {
            consumer = new TestConsumer(id);
            local = new LocalView(targets, consumer);
        }

        void leave() {
            consumer.go();
        }
    }

    @Test
    void shouldGoWithPluginWhenItLeaves() {
        final Plugin dns = new Plugin("dns");
        dns.local.udpPort(53, FIRST);
        dns.local.tcpPort(53, FIRST);
        dns.local.protocol(99, FIRST);
        dns.local.icmpType(13, FIRST);
        assertThat(targets.ofUdpPort(53)).isEqualTo(11);
        assertThat(targets.ofTcpPort(53)).isEqualTo(11);
        assertThat(targets.ofProtocol(99)).isEqualTo(11);
        assertThat(targets.ofIcmpType(13)).isEqualTo(11);
        dns.leave();
        assertThat(targets.export()).isEmpty();
    }

    @Test
    void shouldLeaveNothingToUndoWhenPluginTookItBack() {
        final Plugin dns = new Plugin("dns");
        dns.local.udpPort(53, FIRST);
        dns.local.udpPort(53, SECOND);
        assertThat(targets.ofUdpPort(53)).isEqualTo(12);
        dns.local.udpPort(53, null);
        dns.local.udpPort(53, null);
        assertThat(dns.consumer.did()).isZero();
        assertThat(targets.ofUdpPort(53)).isZero();
    }

    @Test
    void shouldRefuseAndNameTheHolderWhenAnotherPluginHasIt() {
        new Plugin("dns").local.udpPort(53, FIRST);
        final Plugin other = new Plugin("other");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> other.local.udpPort(53, SECOND))
                .withMessage("UDP port 53 is taken by plugin dns");
        other.local.udpPort(53, null);
        assertThat(targets.ofUdpPort(53)).isEqualTo(11);
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> other.local.udpPort(70_000, SECOND))
                .withMessage("there is no UDP port 70000");
        other.local.tcpPort(53, SECOND);
        assertThat(targets.ofTcpPort(53)).isEqualTo(12);
    }

    @Test
    void shouldKeepTheNewerWhenTheOlderVersionLeaves() {
        final Plugin old = new Plugin("dns");
        final Plugin fresh = new Plugin("dns");
        old.local.udpPort(53, FIRST);
        fresh.local.udpPort(53, SECOND);
        assertThat(targets.ofUdpPort(53)).isEqualTo(12);
        old.leave();
        assertThat(targets.ofUdpPort(53)).isEqualTo(12);
        fresh.leave();
        assertThat(targets.ofUdpPort(53)).isZero();
    }

    @Test
    void shouldGiveBackToTheOlderWhenTheNewerVersionFails() {
        final Plugin old = new Plugin("dns");
        final Plugin fresh = new Plugin("dns");
        old.local.udpPort(53, FIRST);
        fresh.local.udpPort(53, SECOND);
        fresh.leave();
        assertThat(targets.ofUdpPort(53)).isEqualTo(11);
    }

    @Test
    void shouldForgetWhatNobodyClaimsAnewWhenIp4IsUpgraded() {
        final Plugin dns = new Plugin("dns");
        dns.local.udpPort(53, FIRST);
        dns.local.tcpPort(54, FIRST);
        final LocalTargets next = new LocalTargets();
        next.restore(targets.export());
        assertThat(next.ofUdpPort(53)).isEqualTo(11);
        assertThat(next.ofTcpPort(54)).isEqualTo(11);
        new LocalView(next, new TestConsumer("dns")).udpPort(53, SECOND);
        next.conclude();
        assertThat(next.ofUdpPort(53)).isEqualTo(12);
        assertThat(next.ofTcpPort(54)).isZero();
    }
}
