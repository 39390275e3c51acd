/**
 * A cluster of any size in one process, second by second: where viewers and publishers are placed, and what becomes of them
 * when nodes die or stop. Placement is decided by the nodes' own classes; viewers, nodes and time are numbers here. Knows no
 * socket, no actor and no clock.
 */
package io.millrace.load.simulation;
