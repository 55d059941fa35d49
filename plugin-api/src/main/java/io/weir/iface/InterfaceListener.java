package io.weir.iface;

/** Hears of interfaces. Called on main, after the change. */
public interface InterfaceListener {
    default void added(final Interface changed) {}

    /** Called before the interface's nodes go; routes and addresses that use it are to be taken out. */
    default void deleting(final Interface changed) {}

    /** Admin or link state, MTU, MAC address or promiscuous mode changed. */
    default void changed(final Interface changed) {}
}
