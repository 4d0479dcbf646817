package dev.stevedore.dockerd.network;

import java.nio.file.Path;
import java.util.List;

/**
 * What a container that is about to start gets of its networks.
 *
 * @param namespace the file that its network namespace is mounted on, for its spec
 * @param hosts the text of its /etc/hosts
 * @param resolvConf the text of its /etc/resolv.conf
 * @param variables what its links tell its processes
 */
public record Attachment(Path namespace, String hosts, String resolvConf, List<String> variables) {}
