/**
 * Coded media as Millrace moves it: frames, the codecs they are coded with, and what a codec's configuration says
 * about the picture and the sound. Knows no container, no socket and no actor; nothing here decodes a picture.
 */
package io.millrace.media;
