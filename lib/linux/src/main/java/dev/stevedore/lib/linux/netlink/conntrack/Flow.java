package dev.stevedore.lib.linux.netlink.conntrack;

import java.net.InetAddress;

/**
 * A connection that is kept track of.
 *
 * @param protocol 6 TCP, 17 UDP
 * @param destination where its first packet was sent to
 * @param destinationPort the port there
 * @param answering who answers: another than the destination if that was changed
 * @param tuple how the kernel names it
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never changed
public record Flow(
    int protocol,
    InetAddress destination,
    int destinationPort,
    InetAddress answering,
    byte[] tuple) {}
