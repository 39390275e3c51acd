package io.millrace.load.server;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What the threads of another JVM of this machine and user have allocated on its heap, asked of that JVM itself. */
public final class Allocations implements AutoCloseable {
    /** The client would ask once a minute whether the other side is there. */
    private static final Map<String, Object> NO_CHECKS = Map.of("jmx.remote.x.client.connection.check.period", 0);

    private static final String OWN_THREADS = "RMI ";

    private final JMXConnector connector;
    private final ThreadMXBean threads;

    private Allocations(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                connector.getMBeanServerConnection(), ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    /** Has the JVM listen for local questions, which it goes on to do. */
    static Allocations of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                String address = machine.startLocalManagementAgent();
                return new Allocations(JMXConnectorFactory.connect(new JMXServiceURL(address), NO_CHECKS));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException("process " + pid + " is no JVM that answers", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The counts of all threads by now, but for those that answer this. */
    public Snapshot snapshot() {
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<Long, Counted> byThread = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && bytes[i] >= 0 && !infos[i].getThreadName().startsWith(OWN_THREADS)) {
                byThread.put(ids[i], new Counted(infos[i].getThreadName(), bytes[i]));
            }
        }
        return new Snapshot(byThread);
    }

    /** One thread, and the bytes that it has allocated since its start. */
    record Counted(String thread, long bytes) {}

    /** Counts of all threads that there were at one time. */
    public record Snapshot(Map<Long, Counted> byThread) {
        public Snapshot {
            byThread = Map.copyOf(byThread);
        }

        /**
         * What was allocated since an earlier one; of threads that have ended in between nothing is known.
         *
         * @param prefix of the names of the threads that count; empty for all
         */
        public long bytesSince(Snapshot earlier, String prefix) {
            return byThread.entrySet().stream()
                    .filter(thread -> thread.getValue().thread().startsWith(prefix))
                    .mapToLong(thread -> thread.getValue().bytes()
                            - earlier.byThread
                                    .getOrDefault(thread.getKey(), new Counted(prefix, 0))
                                    .bytes())
                    .sum();
        }
    }

    /** The JVM may have ended. */
    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException ended) {
            // Then there is nothing to close.
        }
    }
}
