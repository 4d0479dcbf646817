package dev.stevedore.lib.linux.netlink.route;

/** The numbers of messages about links and of their attributes, linux/if_link.h. */
final class LinkAttribute {
  static final int RTM_NEWLINK = 16;
  static final int RTM_DELLINK = 17;
  static final int RTM_GETLINK = 18;

  static final int IFLA_ADDRESS = 1;
  static final int IFLA_IFNAME = 3;
  static final int IFLA_MTU = 4;
  static final int IFLA_LINK = 5;
  static final int IFLA_MASTER = 10;
  static final int IFLA_LINKINFO = 18;
  static final int IFLA_IFALIAS = 20;
  static final int IFLA_NET_NS_FD = 28;

  static final int IFLA_INFO_KIND = 1;
  static final int IFLA_INFO_DATA = 2;
  static final int IFLA_INFO_SLAVE_KIND = 4;
  static final int IFLA_INFO_SLAVE_DATA = 5;

  static final int VETH_INFO_PEER = 1;
  static final int IFLA_MACVLAN_MODE = 1;
  static final int IFLA_IPVLAN_MODE = 1;
  static final int IFLA_IPVLAN_FLAGS = 2;
  static final int IFLA_VLAN_ID = 1;
  static final int IFLA_BRPORT_STATE = 1;
  static final int IFLA_BRPORT_MODE = 4;
  static final int IFLA_BRPORT_ISOLATED = 33;

  private LinkAttribute() {}
}
