package io.weir.fib.tests;

/** Random deeds, each done to the model and to the host; after some of them both are compared. */
final class RouterDeeds implements AutoCloseable {
    private static final int DEEDS_BETWEEN = 6;
    private static final int FLIPS = 3;

    private final RouterScene scene;
    private final RouteDeeds routes;
    private final LinkDeeds links;
    private final RouterCheck check;

    RouterDeeds(final long seed, final RouterHost real) {
        scene = new RouterScene(seed, real);
        routes = new RouteDeeds(scene);
        links = new LinkDeeds(scene);
        check = new RouterCheck(scene.model(), real);
    }

    /** Does so many things. */
    void play(final int deeds) {
        try {
            for (int i = 0; i < deeds; ) {
                for (int k = 0; k < DEEDS_BETWEEN; k++) {
                    deed();
                    i++;
                }
                check.compare();
                i += flips();
            }
            scene.real().host.assertNoLeaks();
        } catch (final AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\nafter:\n" + String.join("\n", scene.done()), e);
        }
    }

    private int port() {
        return scene.random().nextInt(RouterModel.PORTS);
    }

    private void deed() {
        switch (scene.random().nextInt(16)) {
            case 0, 1 -> links.address(port());
            case 2, 3 -> links.neighbor(port());
            case 4 -> links.table(port());
            case 5 -> links.link(port());
            case 6, 7 -> routes.delete();
            case 8 -> routes.withdraw(false);
            default -> routes.add();
        }
    }

    /** Interfaces go down, and a path goes: flows whose ways are still there stay on them; all come up: all is as before. */
    private int flips() {
        links.allUp();
        check.remember();
        for (int i = 0; i < FLIPS; i++) {
            links.link(port());
            check.compareWithRemembered();
        }
        links.allUp();
        check.compareWithRemembered();
        if (routes.withdraw(true)) {
            check.compareWithRemembered();
            links.link(port());
            check.compareWithRemembered();
        }
        return 2 * FLIPS + 2;
    }

    @Override
    public void close() {
        scene.real().close();
    }
}
