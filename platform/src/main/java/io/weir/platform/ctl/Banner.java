package io.weir.platform.ctl;

/** What a session begins with. */
final class Banner {

    private static final String PICTURE = """

            ~~~~~~~~~~~~~~~~~~~~~.
             ~~ ~  ~~~ ~  ~~ ~~   \\
            ______________________ \\\\     W E I R
            |    |    |    |    |_| \\\\\\    vector packet processing for the JVM
            |____|____|____|____|_|  ||| ~  ~~ ~  ~~~ ~
            |__|____|____|____|___|~~ ~ ~~ ~~~  ~ ~~ ~~~~~
            """;

    private Banner() {}

    static String text(final String hostVersion) {
        return PICTURE + "\n" + hostVersion + "   ? lists what may follow, Tab completes, quit leaves\n\n";
    }
}
