/** Publishers: one file, in real time, to many addresses. */
package io.millrace.load.publish;
