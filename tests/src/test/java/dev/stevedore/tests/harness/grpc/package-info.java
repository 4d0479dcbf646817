/**
 * Clients of containerd's gRPC that tests can make do anything: calls of any method with bytes for
 * messages, and HTTP/2 frames as a hostile client would write them.
 */
@NullMarked
package dev.stevedore.tests.harness.grpc;

import org.jspecify.annotations.NullMarked;
