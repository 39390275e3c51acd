package io.millrace.edge.http;

import io.millrace.auth.ObjectDecision.Granted;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;

/** A request that has been let in, with the connection that waits for its answer. */
record EdgeRequest(ChannelHandlerContext context, HttpRequest request, Granted granted) {
    boolean isHead() {
        return HttpMethod.HEAD.equals(request.method());
    }

    Optional<String> parameter(String name) {
        return granted.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(parameter -> parameter.value())
                .findFirst();
    }

    /** Runs a task on the connection's event loop. */
    void onLoop(Runnable task) {
        if (context.executor().inEventLoop()) {
            task.run();
        } else {
            context.executor().execute(task);
        }
    }

    /** Whether a publish would create a channel that does not exist. */
    boolean createsChannels() {
        return granted.bucket().settings().autoCreateChannels();
    }
}
