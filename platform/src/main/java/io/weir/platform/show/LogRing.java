package io.weir.platform.show;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.weir.cli.Columns;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * The last lines of the log, for {@code show logging}. They are kept as text: an event would hold what was thrown, and
 * with it the class loader of a plugin. Any thread logs.
 */
final class LogRing extends AppenderBase<ILoggingEvent> {
    /** Lines that are kept. */
    static final int LINES = 512;

    private static final String PLATFORM = "io.weir.platform.";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss:SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final Columns LINE = Columns.of("%-23s %-10s %-14s %s");

    private final Deque<String> lines = new ArrayDeque<>();

    private final Runnable heard;

    /**
     * No lines yet.
     *
     * @param heard is run for each, on the thread that logs it.
     */
    LogRing(final Runnable heard) {
        this.heard = heard;
        setName("show logging");
    }

    /** Begins to listen; does nothing where another backend than logback logs. */
    void attach() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            setContext(logback);
            start();
            logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(this);
        }
    }

    void detach() {
        if (getContext() instanceof LoggerContext logback) {
            logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(this);
            stop();
        }
    }

    @Override
    protected void append(final ILoggingEvent event) {
        heard.run();
        final IThrowableProxy thrown = event.getThrowableProxy();
        final String cause = thrown == null ? "" : ": " + thrown.getClassName() + ": " + thrown.getMessage();
        final String line = LINE.line(
                TIME.format(Instant.ofEpochMilli(event.getTimeStamp())),
                event.getLevel().toString().toLowerCase(Locale.ROOT),
                shown(event.getLoggerName()),
                event.getFormattedMessage() + cause);
        synchronized (lines) {
            if (lines.size() == LINES) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }
    }

    /** What there is, the oldest line first. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** A logger's name as it is shown: {@code plugin/PluginHost}. */
    private static String shown(final String logger) {
        return (logger.startsWith(PLATFORM) ? logger.substring(PLATFORM.length()) : logger).replace('.', '/');
    }

    /**
     * Sets from which level on a class logs.
     *
     * @param name as it is shown, or the whole name of a class or package.
     * @return whether there is such a class.
     */
    static boolean level(final String name, final String level) {
        final String dotted = name.replace('/', '.');
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            for (final String candidate : List.of(dotted, PLATFORM + dotted)) {
                final Logger logger = logback.exists(candidate);
                if (logger != null) {
                    logger.setLevel(Level.toLevel(level));
                    return true;
                }
            }
        }
        return false;
    }
}
