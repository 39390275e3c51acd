/** Microbenchmarks of what every byte passes; deploy/bench --jmh runs them. */
package io.millrace.load.jmh;
