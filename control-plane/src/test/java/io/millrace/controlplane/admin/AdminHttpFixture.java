package io.millrace.controlplane.admin;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The /v1 API over real HTTP; a server for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AdminHttpFixture {
    @TempDir
    private static Path data;

    private final String overrides;
    TestingAdminServer server;

    /** @param overrides settings, in HOCON */
    AdminHttpFixture(String overrides) {
        this.overrides = overrides;
    }

    @BeforeAll
    void start() throws Exception {
        server = TestingAdminServer.start(data, overrides);
    }

    @AfterAll
    void stop() {
        server.close();
    }
}
