package io.weir.platform.graph;

import io.weir.graph.Frame;
import io.weir.graph.FrameControl;
import java.util.Arrays;

/**
 * One thread's frames: those that wait, in the order in which they were begun and each with the place it is going to,
 * and spare ones. Nothing is allocated once as many have been made as are ever under way at a time.
 */
final class FrameQueue {
    /** A ring: where each frame is going, and the frame. */
    private Position[] places = new Position[64];

    private Frame[] frames = new Frame[64];
    private int head;
    private int tail;

    private Frame[] spare = new Frame[64];
    private int spareCount;

    boolean isEmpty() {
        return head == tail;
    }

    void add(final Position place, final Frame frame) {
        if (tail - head == frames.length) {
            grow();
        }
        final int slot = tail++ & frames.length - 1;
        places[slot] = place;
        frames[slot] = frame;
    }

    /** Where the oldest frame is going. */
    Position place() {
        return places[head & frames.length - 1];
    }

    /** Takes the oldest frame. */
    Frame take() {
        return frames[head++ & frames.length - 1];
    }

    /** Forgets where frames were going that were taken: it would keep nodes reachable that have gone. */
    void forgetPlaces() {
        for (int i = tail; i < head + places.length; i++) {
            places[i & places.length - 1] = null;
        }
    }

    private void grow() {
        final int size = frames.length;
        final Position[] morePlaces = new Position[size * 2];
        final Frame[] moreFrames = new Frame[size * 2];
        for (int i = 0; i < size; i++) {
            morePlaces[i] = places[head + i & size - 1];
            moreFrames[i] = frames[head + i & size - 1];
        }
        places = morePlaces;
        frames = moreFrames;
        head = 0;
        tail = size;
    }

    /** An empty frame. */
    Frame obtain() {
        return spareCount > 0 ? spare[--spareCount] : FrameControl.create();
    }

    /** Takes a frame back whose packets are elsewhere. */
    void release(final Frame frame) {
        FrameControl.size(frame, 0);
        FrameControl.traced(frame, false);
        if (spareCount == spare.length) {
            spare = Arrays.copyOf(spare, spareCount * 2);
        }
        spare[spareCount++] = frame;
    }
}
