/**
 * A small HTTP/1.1 server for one purpose: the Engine API.
 *
 * <p>The Engine API is HTTP with one twist: a request with a body ({@code POST /exec/ID/start})
 * turns its connection into a raw byte stream, with or without an {@code Upgrade} header, and each
 * direction of that stream is closed on its own. General servers refuse parts of this (Helidon
 * 4.5.0 ignores an upgrade on a request that has a body), and none takes over a socket handed down
 * by systemd, so the few hundred lines of HTTP that are needed live here.
 *
 * <p>Here belongs: bytes to requests, responses to bytes, connections, listeners (unix, tcp, TLS,
 * inherited). Not here: anything of Docker's: paths, versions, errors as JSON (see {@code
 * dev.stevedore.dockerd.api}).
 */
@NullMarked
package dev.stevedore.dockerd.http;

import org.jspecify.annotations.NullMarked;
