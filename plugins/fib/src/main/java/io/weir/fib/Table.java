package io.weir.fib;

/** One table of one family (VPP: fib_table.h). Only main calls. */
public interface Table {
    /** Its place among the tables of all families: what {@link Forwarding#table} says of an interface. */
    int index();

    /** Its family's name. */
    String family();

    /** The number that the operator gives it; 0 is always there. */
    int number();

    /** What it is called, such as {@code ipv4-VRF:0}. */
    String name();

    /** How many prefixes there are. */
    int size();
}
