/**
 * HTTP/1.1 as the Engine API needs it: one connection, one exchange at a time, bodies of known
 * length, chunked or until the end of the connection, and the upgrade to a raw stream. It works on
 * any {@link dev.stevedore.docker.http.ByteStream} and knows neither sockets nor the Engine API.
 */
@NullMarked
package dev.stevedore.docker.http;

import org.jspecify.annotations.NullMarked;
