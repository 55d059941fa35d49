/**
 * The threads that run the graph: {@link io.weir.platform.thread.MainLoop} and
 * {@link io.weir.platform.thread.WorkerLoop}, which share {@link io.weir.platform.thread.GraphLoop}; the barrier by which
 * main stops the workers; and the ways in which threads reach each other: main's requests, interrupts, handoff queues.
 */
package io.weir.platform.thread;
