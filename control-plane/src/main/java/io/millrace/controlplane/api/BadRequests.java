package io.millrace.controlplane.api;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/** Answers what is no HTTP request. Public, and with its only instance in this field, as akka-http finds it by name. */
public final class BadRequests extends ParsingErrorHandler {
    public static final BadRequests MODULE$ = new BadRequests();

    private BadRequests() {}

    /** The summary quotes nothing of the request; the detail does, and can hold a signature. */
    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        log.debug("API request cannot be read: {}", error.summary());
        return HttpErrors.badRequest(status, error.summary());
    }
}
