/** What is measured, and in which order: each scenario starts its servers, loads them and reports figures. */
package io.millrace.load.scenario;
