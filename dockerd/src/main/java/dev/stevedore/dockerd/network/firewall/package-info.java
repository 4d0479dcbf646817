/**
 * The firewall, for all networks and published ports: in nftables, a table of our own.
 *
 * <pre>
 *   table inet stevedore                                  (names differ for a second engine)
 *
 *   raw          prerouting -300   from a bridge to 127.0.0.0/8: drop
 *   dnat-in      prerouting -100   to an address of the host: look up in the port maps
 *   dnat-out     output     -100   likewise, for programs of the host; 127.0.0.1 too
 *   forward      forward       0   user's chain first
 *                                  replies                     accept
 *                                  same network                accept   (unless icc is off)
 *                                  from or to internal         drop
 *                                  to a bridge, published      accept
 *                                  to a routed port            accept   (and pings, to routed bridges)
 *                                  published, by trusted link  accept
 *                                  from and to a linked port   accept
 *                                  from bridge to bridge       drop
 *                                  published, if told so       accept
 *                                  to an unprotected bridge    accept
 *                                  to a bridge                 drop
 *                                  from a bridge               accept
 *                                  between links of the host   guard: drop, if it was no router
 *   masquerade   postrouting 100   published, same network     masquerade (hairpin)
 *                                  same network                as it is
 *                                  from a masqueraded bridge   masquerade
 *                                  from 127.0.0.0/8 to bridge  masquerade
 *
 *   user         (a chain that forward jumps to; its rules are the user's, never touched)
 * </pre>
 *
 * <p>The rules never change: networks and ports are elements of sets and maps. So a network or a
 * port comes and goes in one small transaction, however many there are.
 *
 * <p>{@link Gate} has the two tables more that there are if the host's INPUT rules decide who
 * reaches published ports. The package {@code iptables} makes the same with other means.
 *
 * <p>{@link Firewall} knows what is to be there, and puts it back when somebody takes it away; a
 * {@link Backend} makes rules of it.
 *
 * <p>Not here: netlink's encoding of rules ({@code lib.linux.netlink.nftables}), and which ports
 * are published ({@code port}).
 */
@NullMarked
package dev.stevedore.dockerd.network.firewall;

import org.jspecify.annotations.NullMarked;
