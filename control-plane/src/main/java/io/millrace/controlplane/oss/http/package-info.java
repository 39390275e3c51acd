/** The OSS API over HTTP: requests and answers of akka-http turned into those of the API, and bodies streamed. */
package io.millrace.controlplane.oss.http;
