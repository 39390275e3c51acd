/**
 * The layers of a node's configuration: the modules' reference.conf, the configuration file, the environment, system
 * properties and the command line. A key that nothing reads stops the start rather than being ignored.
 */
package io.millrace.node.config;
