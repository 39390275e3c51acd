/**
 * Decides whether a node can take one more viewer or publisher: what it may have in all, set by the operator or derived
 * from the machine, and what it has in use now. Counts nobody itself: the roles know who is there.
 */
package io.millrace.admission;
