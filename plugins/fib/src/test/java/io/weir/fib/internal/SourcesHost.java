package io.weir.fib.internal;

import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Table;
import io.weir.testkit.TestConsumer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A host with a family of 32 bits that tests give routes to. */
abstract class SourcesHost {
    static final Prefix TEN = Prefix.ip4(0x0a000000, 8);
    static final Prefix ELEVEN = Prefix.ip4(0x0b000000, 8);
    static final long IN_TEN = Prefix.high(0x0a010203);

    final CoreHost on = new CoreHost();
    TestConsumer familyPlugin;
    TestFamily family;
    Table table;

    @BeforeEach
    void attach() {
        attach("ip", true);
    }

    void attach(final String id, final boolean adopts) {
        familyPlugin = new TestConsumer(id);
        family = new TestFamily(on.registrar, "ip", 32);
        final var handle = on.fib(familyPlugin).family(family);
        if (adopts) {
            handle.adopt();
        }
        table = handle.table();
    }

    @AfterEach
    void close() {
        on.close();
    }

    Path via(final int last) {
        return Path.via(Prefix.high(0xc0a80100 + last), 0, on.swIfIndex(0));
    }

    List<Path> taken() {
        final int forwarding = family.lookup.forwarding(table, IN_TEN, 0);
        return on.core.routes().lists().get(forwarding).paths();
    }
}
