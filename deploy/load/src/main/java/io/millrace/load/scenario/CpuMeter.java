package io.millrace.load.scenario;

import io.millrace.load.report.Metric;
import io.millrace.load.server.Server;
import io.millrace.load.server.ServerProcess;
import java.util.Map;
import java.util.Optional;

/** The processor time of a server, and of the bench itself, over one window. */
final class CpuMeter {
    private final Optional<ServerProcess> server;
    private final ServerProcess client = ServerProcess.self();
    private final long begin = System.nanoTime();
    private final double serverBegin;
    private final double clientBegin;
    private final double machineBegin;

    /** The window begins now. */
    CpuMeter(Server server) {
        this.server = server.process();
        serverBegin = this.server.map(ServerProcess::cpuSeconds).orElse(0.0);
        clientBegin = client.cpuSecondsWithChildren();
        machineBegin = ServerProcess.machineCpuSeconds();
    }

    /** The window ends now; what the server needed is returned, in seconds, if it is known. */
    Optional<Double> end(Map<Metric, Double> figures) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        Optional<Double> used = server.map(process -> process.cpuSeconds() - serverBegin);
        used.ifPresent(cpu -> figures.put(Metric.CPU_PERCENT, cpu / seconds * 100));
        server.ifPresent(process -> figures.put(Metric.RESIDENT_MIB, process.residentBytes() / 1048576.0));
        double clientUsed = client.cpuSecondsWithChildren() - clientBegin;
        figures.put(Metric.CLIENT_CPU_PERCENT, clientUsed / seconds * 100);
        double others = ServerProcess.machineCpuSeconds() - machineBegin - clientUsed - used.orElse(0.0);
        figures.put(Metric.OTHERS_CPU_PERCENT, Math.max(0, others) / seconds * 100);
        return used;
    }
}
