package io.weir.nat64.internal;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.nat64.Nat64Plugin;
import io.weir.testkit.BarrierBudget;
import io.weir.testkit.TestHost;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often workers of a router stand for interfaces of which both families hear, and what main does meanwhile. */
@Timeout(120)
class RouterBudgetTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldStandOnceAtMostWhenInterfacesComeAndGo(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)
                .plugin("fib", new FibPlugin())
                .plugin("ip4", new Ip4Plugin())
                .plugin("ip6", new Ip6Plugin())
                .plugin("nat64", new Nat64Plugin())) {
            host.cli("nat64 plugin enable");
            final BarrierBudget budget = new BarrierBudget(host);
            budget.check(0, """
                    create loopback interface
                    set interface state loop0 up
                    set interface ip address loop0 10.9.0.1/24
                    set interface ip address loop0 2001:db8::1/64""", """
                    create sub-interfaces loop0 10
                    set interface state loop0.10 up
                    set interface ip address loop0.10 10.9.1.1/24""", """
                    nat64 add prefix 64:ff9b::/96
                    set interface nat64 in loop0
                    set interface nat64 out loop0.10""", """
                    set interface nat64 in loop0 del
                    set interface nat64 out loop0.10 del
                    nat64 add prefix 64:ff9b::/96 del""", "delete loopback interface intfc loop0");
        }
    }
}
