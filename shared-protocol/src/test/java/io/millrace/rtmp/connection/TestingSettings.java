package io.millrace.rtmp.connection;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.config.Settings;

/** The default settings with single keys changed. */
final class TestingSettings {
    private TestingSettings() {}

    /** @param changes HOCON below {@code millrace.rtmp} */
    static RtmpConnectionSettings with(String changes) {
        Config changed = ConfigFactory.parseString("millrace.rtmp {" + changes + "}");
        return RtmpConnectionSettings.from(Settings.of(
                changed.withFallback(ConfigFactory.parseResources("reference.conf"))
                        .resolve(),
                "millrace.rtmp"));
    }
}
