package dev.stevedore.dockerd.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What containers need of networks. For one container, one call at a time; any number of containers
 * at once.
 *
 * <pre>
 *   create:  define                    remembers which networks it shall be in
 *   start:   attach                    namespace, links, ports: before the task is created
 *   update:  republish                 other ports, while it runs
 *   exit:    detach                    gives all that back; before it is started again, too
 *   remove:  detach, forget
 *   daemon:  reconcile                 once at its start, with the containers that run
 * </pre>
 */
public interface ContainerNetworks {
  /**
   * Remembers in which networks a new container shall be.
   *
   * @param networking the request's NetworkingConfig; may be null or missing
   *     <p>A network that is not there is no error yet: it has to be when the container starts.
   * @throws ApiException if something asked for cannot be
   */
  void define(ContainerFacts container, JsonNode networking);

  /**
   * Connects a container that is about to start. Only if {@link ContainerFacts#hasNamespace}: the
   * modes host and container: need nothing of this.
   *
   * @throws ApiException with nothing left behind
   */
  Attachment attach(ContainerFacts container);

  /**
   * The ports that a container publishes are others now: changes what is published of it, if it
   * runs.
   *
   * @throws ApiException if that cannot be; all is then as it was
   */
  void republish(ContainerFacts container);

  /** Takes back all that {@link #attach} gave; nothing if there is nothing. */
  void detach(String container);

  /** Forgets a container that is removed. */
  void forget(String container);

  /** A container has another name now. */
  void renamed(ContainerFacts container);

  /** A container has other links of the old style now. */
  void relinked(ContainerFacts container);

  /** What a container's links of the old style tell its processes, of those that run. */
  List<String> variables(ContainerFacts container);

  /** What inspect shows as NetworkSettings. */
  ObjectNode settings(ContainerFacts container);

  /** The Ethernet address that a container was given in the network that its mode names. */
  Optional<String> chosenMac(ContainerFacts container);

  /** What the list of containers shows as Ports. */
  ArrayNode ports(ContainerFacts container);

  /**
   * Finds what an earlier daemon left: goes on with the networks of containers that run, and takes
   * away what others had.
   *
   * @param all all containers, running or not
   * @param running the ids of those that run
   */
  void reconcile(Collection<ContainerFacts> all, Collection<String> running);
}
