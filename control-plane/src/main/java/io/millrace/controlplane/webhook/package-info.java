/**
 * Delivers what channels' journals tell to webhooks: at least once, in order for each channel, over crashes. Knows nothing of
 * how a channel decides; it is handed facts.
 */
package io.millrace.controlplane.webhook;
