package io.weir.fib.tests;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** How many lines are logged while this is open. */
final class LogCount implements AutoCloseable {
    private static final int KEPT = 10;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Queue<String> first = new ConcurrentLinkedQueue<>();
    private final AtomicLong lines = new AtomicLong();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(final ILoggingEvent event) {
            if (lines.incrementAndGet() <= KEPT) {
                first.add(event.getFormattedMessage());
            }
        }
    };

    LogCount() {
        appender.start();
        root.addAppender(appender);
    }

    /** The first lines that were logged: they tell of faults. */
    String first() {
        return String.join("\n", first);
    }

    long lines() {
        return lines.get();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
    }
}
