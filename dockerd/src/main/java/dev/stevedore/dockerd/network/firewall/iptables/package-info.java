/**
 * The firewall for hosts whose kernel has iptables only, or whose owner wants all rules there.
 * Rules are made by {@code iptables-restore} and {@code ip6tables-restore}, which the kernel takes
 * a table at a time.
 *
 * <pre>
 *   raw       PREROUTING  ─▶ S-RAW      from a bridge to 127.0.0.0/8: drop
 *   nat       PREROUTING  ─▶ S-PORTS    to an address of the host: published ports
 *             OUTPUT      ─▶ S-PORTS    likewise, for programs of the host
 *             POSTROUTING ─▶ S-OUT      masquerade; ─▶ S-HAIR published, from one of ours
 *   filter    FORWARD first ─▶ S-FORWARD ─▶ S-USER   the user's own rules, never touched
 *                                            networks and published ports, as in nftables;
 *                                            ─▶ S-ROUTED, S-BETWEEN likewise
 *             FORWARD last  ─▶ S-GUARD ─▶ S-GUARDED  between links of the host
 *   security  INPUT       ─▶ S-GATE     a copy of what the host accepts for published ports; drop
 *                                       (only if the host's INPUT rules are to be obeyed)
 * </pre>
 *
 * <p>S is STEVEDORE, or with a suffix for a second engine. What is accepted in FORWARD here is
 * accepted in iptables altogether, so a host that drops forwarded packets need not know of us.
 */
@NullMarked
package dev.stevedore.dockerd.network.firewall.iptables;

import org.jspecify.annotations.NullMarked;
