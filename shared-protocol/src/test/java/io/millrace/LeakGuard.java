package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a test class whose buffers were collected without having been released. */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {
    private static final int COLLECTIONS = 3;

    private final Logger log = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        collect();
        reports.start();
        log.addAppender(reports);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        collect();
        log.detachAppender(reports);
        assertThat(List.copyOf(reports.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    /** The detector reports what was collected when the next buffer is made. */
    private static void collect() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            ByteBufAllocator.DEFAULT.directBuffer(1).release();
            Unpooled.directBuffer(1).release();
        }
    }
}
