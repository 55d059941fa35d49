package io.weir.table;

/**
 * A session table on its way from one version of a plugin to the next, by reference: {@link SessionTable#exportState} makes
 * it, {@link SessionTable#attach} checks each field. A field of a state record, see {@link
 * io.weir.plugin.Registrar#state}.
 *
 * @param layout of the table itself: the host's, that both versions run on.
 * @param address of its control block.
 * @param shape what it was made for.
 */
public record TableState(int layout, long address, TableShape shape) {}
