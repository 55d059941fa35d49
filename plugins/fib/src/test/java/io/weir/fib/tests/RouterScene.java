package io.weir.fib.tests;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** What deeds are done to, and those that were done last. */
record RouterScene(Random random, RouterHost real, RouterModel model, Deque<String> done) {
    private static final int LAST_DEEDS = 400;

    RouterScene(final long seed, final RouterHost real) {
        this(new Random(seed), real, new RouterModel(real.family.hasEdges()), new ArrayDeque<>());
    }

    void cli(final String command) {
        done.add(command);
        if (done.size() > LAST_DEEDS) {
            done.removeFirst();
        }
        real.host.cli(command);
    }

    int pick(final int... numbers) {
        return numbers[random.nextInt(numbers.length)];
    }

    int anyTable() {
        return random.nextInt(3) > 0 ? 0 : pick(RouterModel.TABLES);
    }

    /** Few distinct numbers, so that prefixes nest and next hops are covered by routes. */
    static int number(final Random random) {
        return 0x0a00_0000
                | random.nextInt(2) << 16
                | random.nextInt(3) << 8
                | random.nextInt(4) << 6
                | random.nextInt(3);
    }

    /** An address on a port's links. */
    static int linked(final Random random, final int port) {
        return 0x0a64_0000 | port << 16 | random.nextInt(3) << 8 | random.nextInt(5);
    }

    int anyNumber() {
        return random.nextInt(3) > 0 ? number(random) : linked(random, random.nextInt(RouterModel.PORTS));
    }
}
