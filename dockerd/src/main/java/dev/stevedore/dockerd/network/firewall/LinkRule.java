package dev.stevedore.dockerd.network.firewall;

import java.net.InetAddress;

/**
 * A port of a container that another one reaches, though the containers of its network do not reach
 * each other.
 *
 * @param client the other one
 * @param server whose port it is
 * @param protocol 6 TCP, 17 UDP, 132 SCTP
 * @param port the server's port
 */
public record LinkRule(InetAddress client, InetAddress server, int protocol, int port)
    implements Opening {}
