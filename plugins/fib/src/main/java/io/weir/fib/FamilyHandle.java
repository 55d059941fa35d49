package io.weir.fib;

import io.weir.plugin.Registrar;

/** A family that was brought in. Only main. */
public interface FamilyHandle {
    /** Table 0. */
    Table table();

    /** Its place among the families: that of {@link Forwarding#bindings}. */
    int number();

    Neighbors neighbors();

    /** Goes on with the tables and neighbours that the version of the family before had; without it both begin empty. */
    void adopt();

    /** Declares the family's commands: routes, tables, neighbours and what shows them. They belong to who declares them. */
    void commands(Registrar host);
}
