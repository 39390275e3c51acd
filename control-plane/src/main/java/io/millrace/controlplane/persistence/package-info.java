/**
 * The journal's database: its settings, its schema, and the Akka configuration that follows from both. Knows no actor;
 * what the events mean is the business of those who write them.
 */
package io.millrace.controlplane.persistence;
