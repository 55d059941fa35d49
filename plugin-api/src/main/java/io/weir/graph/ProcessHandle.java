package io.weir.graph;

/** A process node that was registered. Any thread may call. */
@SuppressWarnings("JavaLangClash")
public interface ProcessHandle {
    /**
     * Sends an event: the process runs soon, on main, also when main sleeps.
     *
     * @param type from 0 on.
     * @param data what {@link ProcessContext#eventData} will return.
     */
    void signal(int type, long data);
}
