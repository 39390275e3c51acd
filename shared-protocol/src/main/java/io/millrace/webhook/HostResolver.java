package io.millrace.webhook;

import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host, or of an address in writing; must not block. */
interface HostResolver {
    Future<List<InetAddress>> resolveAll(String host);
}
