package io.weir.platform.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.FileAppender;
import io.weir.platform.text.PrintableMessage;
import io.weir.platform.text.PrintableThrowable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Applies {@code unix { log-level ... log ... }} over what logback.xml says. */
final class Logging {
    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %thread %logger{0}: %text%n%stack";

    private Logging() {}

    /**
     * Why a file can't be written to, null if it can or none is named. Nothing is made.
     *
     * @param runtime directory that the host makes; any other must be there.
     */
    static String refusal(final Path file, final Path runtime) {
        if (file == null) {
            return null;
        }
        final Path path = file.toAbsolutePath();
        if (Files.isDirectory(path)) {
            return path + " is a directory, a file is expected";
        }
        if (Files.exists(path)) {
            return !Files.isRegularFile(path) && !path.startsWith("/dev")
                    ? path + " is no regular file"
                    : Files.isWritable(path) ? null : "no permission to write " + path;
        }
        Path there = path.getParent();
        if (!Files.exists(there) && !there.equals(runtime.toAbsolutePath())) {
            return path + " can't be made: there is no directory " + there;
        }
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return Files.isDirectory(there) && Files.isWritable(there)
                ? null
                : path + " can't be made: " + there
                        + (Files.isDirectory(there) ? " can't be written to" : " is no directory");
    }

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
        final Map<String, String> words = new HashMap<>();
        words.put("text", PrintableMessage.class.getName());
        words.put("stack", PrintableThrowable.class.getName());
        context.putObject(CoreConstants.PATTERN_RULE_REGISTRY, words);
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
