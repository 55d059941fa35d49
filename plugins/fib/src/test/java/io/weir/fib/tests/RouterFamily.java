package io.weir.fib.tests;

import io.weir.fib.Table;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** What differs between families: how the 32-bit numbers, which the model's addresses are, look in one. */
public interface RouterFamily {
    /** Such as {@code ip4}. */
    String name();

    /** Before {@code table} in commands. */
    String word();

    /** The family's plugin. */
    WeirPlugin plugin();

    /** Commands before all others. */
    default String[] setUp() {
        return new String[0];
    }

    /** The address of a number. */
    String address(int number);

    /** The prefix of so many bits of a number; of none, that of all addresses. */
    String prefix(int number, int bits);

    /** Whether the first and the last address of a subnet are no host's. */
    boolean hasEdges();

    /**
     * Looks an address up as workers do.
     *
     * @return its forwarding index.
     */
    int forwarding(Registrar asker, Table table, int number);
}
