package dev.stevedore.dockerd.network.model;

/**
 * A port of the host that leads into a container.
 *
 * @param protocol tcp, udp or sctp
 * @param hostAddress an address of the host; {@code 0.0.0.0} or {@code ::} for all
 * @param hostPort the host's port
 * @param containerAddress the container's address
 * @param containerPort its port
 */
public record PublishedPort(
    String protocol,
    String hostAddress,
    int hostPort,
    String containerAddress,
    int containerPort) {}
