package io.millrace.controlplane.admin;

import java.util.List;
import java.util.Optional;

/**
 * Some of a bucket's tokens.
 *
 * @param next what {@code after} is to be for the next page; empty if there is none
 */
record TokenPage(List<TokenDescription> tokens, Optional<String> next) {}
