package io.weir.platform.cli;

/** Something that was registered and can be taken back. */
@FunctionalInterface
public interface Registration extends AutoCloseable {

    /** Takes it back; a second time does nothing. Main only. */
    @Override
    void close();
}
