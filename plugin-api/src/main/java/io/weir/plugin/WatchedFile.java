package io.weir.plugin;

/** A file descriptor that the epoll node of a thread watches. */
public interface WatchedFile extends AutoCloseable {
    /** Asks for {@link FileHandler#writable} calls, or for no more of them. */
    void wantWrite(boolean wanted);

    /** Asks for {@link FileHandler#readable} calls (the default), or for no more of them. */
    void wantRead(boolean wanted);

    /** Stops watching. The descriptor stays open. */
    @Override
    void close();
}
