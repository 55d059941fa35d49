package io.weir.nat64.internal.state;

import static io.weir.nat64.internal.state.TcpState.BOTH_FIN;
import static io.weir.nat64.internal.state.TcpState.ESTABLISHED;
import static io.weir.nat64.internal.state.TcpState.ESTABLISHED_TIME;
import static io.weir.nat64.internal.state.TcpState.FIN;
import static io.weir.nat64.internal.state.TcpState.KEEP;
import static io.weir.nat64.internal.state.TcpState.RST;
import static io.weir.nat64.internal.state.TcpState.SYN;
import static io.weir.nat64.internal.state.TcpState.TRANSIENT;
import static io.weir.nat64.internal.state.TcpState.TRANSITORY_TIME;
import static io.weir.nat64.internal.state.TcpState.V4_FIN;
import static io.weir.nat64.internal.state.TcpState.V4_INIT;
import static io.weir.nat64.internal.state.TcpState.V6_FIN;
import static io.weir.nat64.internal.state.TcpState.V6_INIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every transition of RFC 6146, 3.5.2.2. */
class TcpStateTest {
    private static final int ACK = 16;

    private static void check(final int from, final boolean v6, final int flags, final int to, final int time) {
        final int step = TcpState.step(from, v6, flags);
        assertThat(List.of(TcpState.state(step), TcpState.time(step)))
                .as("%s, %s, flags %d", TcpState.word(from), v6 ? "from the client" : "from the server", flags)
                .containsExactly(to, time);
    }

    @Test
    void shouldEstablishWhenTheOtherSideHasSentItsSyn() {
        check(V6_INIT, false, SYN | ACK, ESTABLISHED, ESTABLISHED_TIME);
        check(V6_INIT, false, SYN, ESTABLISHED, ESTABLISHED_TIME);
        check(V4_INIT, true, SYN | ACK, ESTABLISHED, ESTABLISHED_TIME);
        check(V4_INIT, true, SYN, ESTABLISHED, ESTABLISHED_TIME);
    }

    @Test
    void shouldWaitAnewWhenTheSynIsSentAgain() {
        check(V6_INIT, true, SYN, V6_INIT, TRANSITORY_TIME);
        check(V4_INIT, false, SYN, V4_INIT, TRANSITORY_TIME);
    }

    @Test
    void shouldNotBeMovedByOtherPacketsBeforeBothHaveSentTheirSyn() {
        for (final int state : new int[] {V6_INIT, V4_INIT}) {
            for (final boolean v6 : new boolean[] {true, false}) {
                for (final int flags : new int[] {ACK, RST, FIN, RST | ACK, FIN | ACK, RST | SYN, 0}) {
                    check(state, v6, flags, state, KEEP);
                }
            }
        }
    }

    @Test
    void shouldGoOnWithEveryPacketWhileEstablished() {
        check(ESTABLISHED, true, ACK, ESTABLISHED, ESTABLISHED_TIME);
        check(ESTABLISHED, false, ACK, ESTABLISHED, ESTABLISHED_TIME);
        check(ESTABLISHED, true, SYN, ESTABLISHED, ESTABLISHED_TIME);
        check(ESTABLISHED, true, FIN | ACK, V6_FIN, ESTABLISHED_TIME);
        check(ESTABLISHED, false, FIN | ACK, V4_FIN, ESTABLISHED_TIME);
        check(ESTABLISHED, true, RST, TRANSIENT, TRANSITORY_TIME);
        check(ESTABLISHED, false, RST | ACK, TRANSIENT, TRANSITORY_TIME);
    }

    @Test
    void shouldWaitForTheOtherFin() {
        check(V6_FIN, false, FIN | ACK, BOTH_FIN, TRANSITORY_TIME);
        check(V6_FIN, true, FIN | ACK, V6_FIN, ESTABLISHED_TIME);
        check(V6_FIN, false, ACK, V6_FIN, ESTABLISHED_TIME);
        check(V4_FIN, true, FIN | ACK, BOTH_FIN, TRANSITORY_TIME);
        check(V4_FIN, false, FIN | ACK, V4_FIN, ESTABLISHED_TIME);
        check(V4_FIN, true, ACK, V4_FIN, ESTABLISHED_TIME);
    }

    @Test
    void shouldEndAfterBothFinsWhateverComes() {
        final List<Integer> flags = new ArrayList<>(List.of(0, ACK, SYN, FIN, RST));
        for (final int each : flags) {
            check(BOTH_FIN, true, each, BOTH_FIN, KEEP);
            check(BOTH_FIN, false, each, BOTH_FIN, KEEP);
        }
    }

    @Test
    void shouldBeEstablishedAgainIfAnythingButAResetFollowsAReset() {
        check(TRANSIENT, true, ACK, ESTABLISHED, ESTABLISHED_TIME);
        check(TRANSIENT, false, ACK, ESTABLISHED, ESTABLISHED_TIME);
        check(TRANSIENT, true, RST, TRANSIENT, KEEP);
        check(TRANSIENT, false, RST | ACK, TRANSIENT, KEEP);
    }
}
