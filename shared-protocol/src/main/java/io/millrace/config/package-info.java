/**
 * Reading settings from HOCON: each component binds its own record from a {@link io.millrace.config.Settings} section,
 * and a wrong value stops the start with the key's name and what was expected.
 */
package io.millrace.config;
