package io.weir.plugin;

/** What is done about a file descriptor. Called on the thread that watches it. */
public interface FileHandler {
    /** The descriptor can be read, or the peer hung up: reading says which. */
    void readable();

    /** The descriptor can be written; only after {@link WatchedFile#wantWrite}. */
    default void writable() {}

    /** The descriptor reports an error. */
    default void failed() {}
}
