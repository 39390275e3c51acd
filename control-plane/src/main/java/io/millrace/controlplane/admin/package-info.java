/**
 * The {@code /v1} API: JSON beside the OSS API, on the same port and for the same access keys. A resource has routes, and
 * {@link io.millrace.controlplane.admin.AdminHttp} finds the one that a request means, lets in who may ask, and turns what
 * goes wrong into {@code {"code", "message"}}. Every route stands in {@code openapi.json}, and only those.
 */
package io.millrace.controlplane.admin;
