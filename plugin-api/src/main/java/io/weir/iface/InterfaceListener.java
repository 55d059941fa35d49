package io.weir.iface;

/** Hears of interfaces. Called on main, after the change. */
public interface InterfaceListener {
    default void added(final Interface changed) {}

    /**
     * Called before the interface's nodes go; routes and addresses that use it are to be taken out, and its sw_if_index and
     * targets forgotten, for others get them. Sub-interfaces go before their parent.
     */
    default void deleting(final Interface changed) {}

    /** Admin or link state, MTU, MAC addresses, mode or promiscuous mode changed. */
    default void changed(final Interface changed) {}
}
