/**
 * The commands that clients send and the answers that servers give (RTMP 1.0, section 7.2, and what Flash Media Server
 * and its clients added to it), as records over command messages. Knows no connection and no stream state.
 */
package io.millrace.rtmp.command;
