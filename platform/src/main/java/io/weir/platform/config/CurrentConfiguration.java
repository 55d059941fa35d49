package io.weir.platform.config;

/** What a host was configured with; nothing until it is told. Main only. */
public final class CurrentConfiguration {
    private Configuration configuration;

    /** Nothing is configured. */
    public CurrentConfiguration() {
        this(new Configuration());
    }

    public CurrentConfiguration(final Configuration configuration) {
        this.configuration = configuration;
    }

    /** What holds now. */
    public Configuration get() {
        return configuration;
    }

    /** Has another one hold from here on. */
    public void set(final Configuration concluded) {
        configuration = concluded;
    }
}
