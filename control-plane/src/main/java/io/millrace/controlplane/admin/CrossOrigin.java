package io.millrace.controlplane.admin;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.List;
import java.util.Optional;

/** Lets pages of other sites use the API from a browser (CORS, as the Fetch standard has it), where an operator names them. */
public final class CrossOrigin {
    private static final String ANY = "*";

    /** What makes a browser ask before: a key's id and secret, bodies in JSON, and the headers of OSS's signatures. */
    private static final String HEADERS =
            "Authorization, Content-Type, Content-MD5, Date, x-oss-date, x-oss-content-sha256";

    private static final String MAX_AGE_SECONDS = "600";

    private final List<String> origins;

    /** @param origins as browsers name them, {@code https://console.example.com} for instance; {@code *} for all */
    public CrossOrigin(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    /** Adds to any answer who may read it. */
    HttpResponse toAnswer(HttpResponse answer, Optional<String> origin) {
        if (origins.isEmpty()) {
            return answer;
        }
        if (origins.contains(ANY)) {
            return answer.addHeader(RawHeader.create("Access-Control-Allow-Origin", ANY));
        }
        HttpResponse varying = answer.addHeader(RawHeader.create("Vary", "Origin"));
        return origin.filter(origins::contains)
                .map(allowed -> varying.addHeader(RawHeader.create("Access-Control-Allow-Origin", allowed)))
                .orElse(varying);
    }

    /** Adds to the answer to OPTIONS what a page may send. */
    HttpResponse toOptions(HttpResponse answer, String methods) {
        return origins.isEmpty()
                ? answer
                : answer.addHeader(RawHeader.create("Access-Control-Allow-Methods", methods))
                        .addHeader(RawHeader.create("Access-Control-Allow-Headers", HEADERS))
                        .addHeader(RawHeader.create("Access-Control-Max-Age", MAX_AGE_SECONDS));
    }
}
