package io.weir.platform.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Applies {@code unix { log-level ... log ... }} over what logback.xml says. */
final class Logging {
    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %thread %logger{0}: %msg%n";

    private Logging() {}

    static void configure(final RunConfiguration configuration) {
        final ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (!(factory instanceof LoggerContext context)) {
            return; // embedded with another logger, whose business it then is
        }
        final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (configuration.logLevelSet()) {
            root.setLevel(Level.toLevel(configuration.logLevel()));
        }
        if (configuration.logFile() != null) {
            root.detachAndStopAllAppenders();
            root.addAppender(file(context, configuration.logFile().toString()));
        }
    }

    private static FileAppender<ILoggingEvent> file(final LoggerContext context, final String path) {
        final PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        final FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName("file");
        appender.setFile(path);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
