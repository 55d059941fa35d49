package io.weir.ip4.internal;

import io.weir.graph.Frame;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import java.util.Random;

/** What the API lets a node do wrong with a packet that it then lets go on. */
enum Misdeed {
    FREE {
        @Override
        void commit(final Place at) {
            at.worker().buffers().free(at.index());
        }
    },
    FREE_TWICE {
        @Override
        void commit(final Place at) {
            at.worker().buffers().free(at.index());
            at.worker().buffers().free(at.index());
        }
    },
    EMIT {
        @Override
        void commit(final Place at) {
            at.frame().sink().emit(at.index(), at.rewrite());
        }
    },
    MENTION_TWICE {
        @Override
        void commit(final Place at) {
            at.frame().indices()[at.i()] = at.frame().index(0);
        }
    },
    WRITE_WHEN_FREE {
        @Override
        void commit(final Place at) {
            at.worker().buffers().free(at.index());
            Buffer.length(at.buffer(), 0xffff);
            Buffer.next(at.buffer(), at.random().nextInt());
            Memory.putLong(Buffer.data(at.buffer()), at.random().nextLong());
        }
    },
    NO_INDEX {
        @Override
        void commit(final Place at) {
            at.frame().indices()[at.i()] = at.random().nextInt();
        }
    },
    INDEX_BETWEEN_BUFFERS {
        @Override
        void commit(final Place at) {
            at.frame().indices()[at.i()] = at.index() + 1 + at.random().nextInt(Buffer.STRIDE_BYTES / 64 - 1);
        }
    },
    CIRCLE {
        @Override
        void commit(final Place at) {
            Buffer.next(at.buffer(), at.index());
            Buffer.lengthAfterFirst(at.buffer(), 40_000);
        }
    },
    NEXT_IS_NONE {
        @Override
        void commit(final Place at) {
            Buffer.next(at.buffer(), at.random().nextInt());
            Buffer.lengthAfterFirst(at.buffer(), at.random().nextInt());
        }
    },
    LENGTH {
        @Override
        void commit(final Place at) {
            Buffer.length(at.buffer(), 0xffff);
        }
    },
    BEGINNING {
        @Override
        void commit(final Place at) {
            Buffer.advance(at.buffer(), at.random().nextInt(-100_000, 100_000));
        }
    },
    ADJACENCY {
        @Override
        void commit(final Place at) {
            Buffer.adjacency(at.buffer(), at.random().nextInt());
            at.frame().send(at.i(), at.random().nextBoolean() ? at.rewrite() : at.balance());
        }
    },
    INTERFACES {
        @Override
        void commit(final Place at) {
            Buffer.rxInterface(at.buffer(), at.random().nextInt());
            Buffer.txInterface(at.buffer(), at.random().nextInt());
        }
    },
    FLAGS {
        @Override
        void commit(final Place at) {
            Buffer.flags(at.buffer(), at.random().nextInt());
        }
    },
    METADATA {
        @Override
        void commit(final Place at) {
            for (int offset = Buffer.METADATA_OFFSET; offset < Buffer.SCRATCH_OFFSET; offset += 4) {
                Memory.putInt(Buffer.address(at.index()) + offset, at.random().nextInt());
            }
        }
    },
    REASON {
        @Override
        void commit(final Place at) {
            Buffer.error(at.buffer(), at.random().nextInt());
            at.frame().dropAsMarked(at.i());
        }
    },
    TARGET {
        @Override
        void commit(final Place at) {
            at.frame().send(at.i(), at.random().nextInt());
        }
    };

    /** A packet in a frame, and what is about it. */
    record Place(Frame frame, int i, Worker worker, int rewrite, int balance, Random random) {
        int index() {
            return frame.index(i);
        }

        long buffer() {
            return Buffer.address(index());
        }
    }

    abstract void commit(Place at);
}
