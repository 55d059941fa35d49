package io.weir.fib.tests;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** How many lines are logged while this is open. */
final class LogCount implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AtomicLong lines = new AtomicLong();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(final ILoggingEvent event) {
            lines.incrementAndGet();
        }
    };

    LogCount() {
        appender.start();
        root.addAppender(appender);
    }

    long lines() {
        return lines.get();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
    }
}
