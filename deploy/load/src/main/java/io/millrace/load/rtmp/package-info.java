/** The client's side of RTMP, as little of it as a publisher or viewer needs. */
package io.millrace.load.rtmp;
