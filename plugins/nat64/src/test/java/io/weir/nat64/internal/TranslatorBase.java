package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;

/** A translator between clients at port left, which are 2001:db8:1::2 and following, and servers at port right. */
abstract class TranslatorBase extends UnconfiguredBase {
    static final String PREFIX = "2001:db8:64::";
    static final String CLIENT = "2001:db8:1::2";
    static final String OTHER_CLIENT = "2001:db8:1::3";
    static final String SERVER6 = PREFIX + "c000:202";
    static final String POOL6 = PREFIX + "c633:6401";

    @Override
    protected void prepare() {
        translate();
    }

    /** Sends packets into a port; what leaves by another then. */
    final List<PacketView> passed(final TestInterface from, final TestInterface to, final TestPacket... packets) {
        for (final TestPacket packet : packets) {
            from.send(packet);
        }
        host.untilIdle();
        return to.received().stream().map(PacketView::of).toList();
    }

    /** The one packet that leaves for servers. */
    final PacketView out(final TestPacket packet) {
        return one(passed(left, right, packet));
    }

    /** The one packet that leaves for clients. */
    final PacketView in(final TestPacket packet) {
        return one(passed(right, left, packet));
    }

    private PacketView one(final List<PacketView> packets) {
        assertThat(packets).as(() -> host.cli("show errors")).hasSize(1);
        assertThat(packets.getFirst().checksumGood())
                .as(() -> packets.getFirst().toString())
                .isTrue();
        return packets.getFirst();
    }

    /** How many packets were given up for a reason. */
    final long given(final String reason) {
        return host.errors("nat64-" + reason);
    }
}
