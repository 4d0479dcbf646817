/**
 * The protobuf wire format (proto3), read and written by hand: one reader, one writer, and the
 * three messages of {@code google.protobuf} that containerd's APIs use.
 *
 * <p>Each message is a record that knows its field numbers; there is no schema and no reflection,
 * so that a native program pays only for the messages it uses.
 */
@NullMarked
package dev.stevedore.lib.ttrpc.wire;

import org.jspecify.annotations.NullMarked;
