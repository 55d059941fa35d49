package io.weir.dpdk.internal.flow;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written is, byte by byte, what a C compiler makes of the same rules with DPDK 22.11's headers. */
class FlowEncoderTest {
    private static final int ITEM_BYTES = 32;
    private static final int ACTION_BYTES = 16;

    private static String hex(final long address, final int bytes) {
        return HexFormat.of()
                .formatHex(MemorySegment.ofAddress(address).reinterpret(bytes).toArray(JAVA_BYTE));
    }

    /** Types up to the end, each at the beginning of its element. */
    private static List<Integer> types(final MemorySegment array, final int bytes) {
        final List<Integer> types = new ArrayList<>();
        for (long at = 0; at < array.byteSize(); at += bytes) {
            types.add(array.get(JAVA_INT, at));
        }
        return types;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eth-dst=2:fe:0:0:0:1;eth-src=2:fe:0:0:0:2;eth-type=0x86dd | 0"
                        + " | 02fe0000000102fe0000000286dd000000000000 | ffffffffffffffffffffffffffff000000000000",
                "vlan=100 | 1 | 0064000000000000 | 0fff000000000000",
                "src-ip=10.1.0.0/16;dst-ip=192.168.1.5;proto=ospf | 1"
                        + " | 0000000000000000005900000a010000c0a80105 | 000000000000000000ff0000ffff0000ffffffff",
                "ip6-src-ip=2001:db8::/32;ip6-dst-ip=2001:db8::1;proto=icmp6 | 1"
                        + " | 0000000000003a0020010db800000000000000000000000020010db800000000000000000000000100000000"
                        + " | 000000000000ff00ffffffff000000000000000000000000ffffffffffffffffffffffffffffffff00000000",
                "src-ip=any;proto=udp;src-port=4096/0xf000;dst-port=4789 | 2 | 100012b500000000 | f000ffff00000000",
                "src-ip=any;proto=tcp;src-port=80 | 2"
                        + " | 0050000000000000000000000000000000000000 | ffff000000000000000000000000000000000000",
                "src-ip=any;vxlan vni=1193046 | 3 | 0000000012345600 | 00000000ffffff00",
                "src-ip=any;gtpu teid=2309737967 | 3 | 0000000089abcdef | 00000000ffffffff"
            })
    void shouldWriteHeadersAsTheCompilerDoesWhenTheyAreMatched(
            final String words, final int item, final String content, final String mask) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment items = FlowEncoder.encode(arena, FlowParserTest.parse(words + ";drop"), -1)
                    .items();
            final long at = (long) item * ITEM_BYTES;
            assertThat(hex(items.get(JAVA_LONG, at + 8), content.length() / 2)).isEqualTo(content);
            assertThat(items.get(JAVA_LONG, at + 16)).isZero();
            assertThat(hex(items.get(JAVA_LONG, at + 24), mask.length() / 2)).isEqualTo(mask);
        }
    }

    @Test
    void shouldListItemsFromTheOutermostOnWhenARuleMatchesSeveralHeaders() {
        try (Arena arena = Arena.ofConfined()) {
            final FlowEncoder.Encoded tagged =
                    FlowEncoder.encode(arena, FlowParserTest.parse("vlan=1;src-ip=any;proto=tcp;dst-port=80;drop"), -1);
            assertThat(hex(tagged.attr().address(), 12)).isEqualTo("000000000000000001000000");
            assertThat(types(tagged.items(), ITEM_BYTES)).containsExactly(6, 7, 8, 12, 0);
            assertThat(types(
                            FlowEncoder.encode(arena, FlowParserTest.parse("ip6-src-ip=any;gtpc teid=1;drop"), -1)
                                    .items(),
                            ITEM_BYTES))
                    .containsExactly(6, 9, 11, 21, 0);
        }
    }

    @Test
    void shouldSayNothingOfAHeaderWhenAnyWillDo() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment items = FlowEncoder.encode(arena, FlowParserTest.parse("src-ip=any;drop"), -1)
                    .items();
            assertThat(hex(items.address(), 3 * ITEM_BYTES))
                    .isEqualTo("06" + "00".repeat(31) + "08" + "00".repeat(31) + "00".repeat(32));
        }
    }

    @Test
    void shouldPutWhatDecidesFirstWhenPacketsAreMarkedAndCounted() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment actions = FlowEncoder.encode(
                            arena,
                            FlowParserTest.parse("src-ip=any;count;mark=16909060;redirect-to-queue=3"),
                            0x01020304)
                    .actions();
            assertThat(types(actions, ACTION_BYTES)).containsExactly(6, 4, 8, 0);
            assertThat(hex(actions.get(JAVA_LONG, 8), 2)).isEqualTo("0300");
            assertThat(hex(actions.get(JAVA_LONG, ACTION_BYTES + 8L), 4)).isEqualTo("04030201");
            assertThat(hex(actions.get(JAVA_LONG, 2 * ACTION_BYTES + 8L), 4)).isEqualTo("00000000");
        }
    }

    @Test
    void shouldLetPacketsPassWhenOnlyTheMarkDecides() {
        try (Arena arena = Arena.ofConfined()) {
            final FlowSpec spec = FlowParserTest.parse("src-ip=any;redirect-to-node=error-drop");
            final MemorySegment actions =
                    FlowEncoder.encode(arena, spec, spec.actions().markOf(4)).actions();
            assertThat(types(actions, ACTION_BYTES)).containsExactly(2, 4, 0);
            assertThat(hex(actions.get(JAVA_LONG, ACTION_BYTES + 8L), 4)).isEqualTo("05000000");
        }
    }

    @Test
    void shouldWriteRssAsTheCompilerDoesWhenQueuesAreNamed() {
        try (Arena arena = Arena.ofConfined()) {
            final long rss = FlowEncoder.encode(
                            arena,
                            FlowParserTest.parse("src-ip=any;rss queues=1 to 3;rss function=symmetric_toeplitz;"
                                    + "rss types=ipv4-udp use l3-src-only"),
                            -1)
                    .actions()
                    .get(JAVA_LONG, 8);
            assertThat(hex(rss, 32)).isEqualTo("0300000000000000200000000000008000000000030000000000000000000000");
            final long queues = MemorySegment.ofAddress(rss).reinterpret(40).get(JAVA_LONG, 32);
            assertThat(hex(queues, 6)).isEqualTo("010002000300");
        }
    }

    @Test
    void shouldLeaveQueuesToTheDriverWhenOnlyHashTypesAreNamed() {
        try (Arena arena = Arena.ofConfined()) {
            final long rss = FlowEncoder.encode(
                            arena,
                            FlowParserTest.parse("src-ip=any;rss types=ipv4 use l4-dst-only and l4-src-only"),
                            -1)
                    .actions()
                    .get(JAVA_LONG, 8);
            assertThat(hex(rss, 40)).isEqualTo("00000000000000000400000000000030" + "00".repeat(24));
        }
    }
}
