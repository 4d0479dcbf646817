package dev.stevedore.lib.linux.netlink.nftables;

/** The numbers of nfnetlink, linux/netfilter/nfnetlink.h and nf_tables.h. */
final class Nft {
  static final int SUBSYSTEM = 10;
  static final int BATCH_BEGIN = 16;
  static final int BATCH_END = 17;

  static final int NEWTABLE = 0;
  static final int GETTABLE = 1;
  static final int DELTABLE = 2;
  static final int NEWCHAIN = 3;
  static final int GETCHAIN = 4;
  static final int DELCHAIN = 5;
  static final int NEWRULE = 6;
  static final int GETRULE = 7;
  static final int DELRULE = 8;
  static final int NEWSET = 9;
  static final int DELSET = 11;
  static final int NEWSETELEM = 12;
  static final int GETSETELEM = 13;
  static final int DELSETELEM = 14;
  static final int NEWGEN = 15;

  /** The name of the table is attribute 1 in the messages of all kinds. */
  static final int NFTA_TABLE = 1;

  static final int NFTA_CHAIN_NAME = 3;
  static final int NFTA_CHAIN_HOOK = 4;
  static final int NFTA_CHAIN_POLICY = 5;
  static final int NFTA_CHAIN_TYPE = 7;
  static final int NFTA_HOOK_HOOKNUM = 1;
  static final int NFTA_HOOK_PRIORITY = 2;

  static final int NFTA_RULE_CHAIN = 2;
  static final int NFTA_RULE_EXPRESSIONS = 4;
  static final int NFTA_RULE_USERDATA = 7;

  static final int NFTA_SET_NAME = 2;
  static final int NFTA_SET_FLAGS = 3;
  static final int NFTA_SET_KEY_TYPE = 4;
  static final int NFTA_SET_KEY_LEN = 5;
  static final int NFTA_SET_DATA_TYPE = 6;
  static final int NFTA_SET_DATA_LEN = 7;
  static final int NFTA_SET_ID = 10;
  static final int NFTA_SET_USERDATA = 13;
  static final int NFT_SET_INTERVAL = 4;
  static final int NFT_SET_MAP = 8;

  static final int NFTA_SET_ELEM_LIST_SET = 2;
  static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
  static final int NFTA_SET_ELEM_KEY = 1;
  static final int NFTA_SET_ELEM_DATA = 2;
  static final int NFTA_SET_ELEM_FLAGS = 3;
  static final int NFT_SET_ELEM_INTERVAL_END = 1;

  static final int NFTA_LIST_ELEM = 1;
  static final int NFTA_DATA_VALUE = 1;
  static final int NFTA_DATA_VERDICT = 2;
  static final int NFTA_VERDICT_CODE = 1;
  static final int NFTA_VERDICT_CHAIN = 2;
  static final int NFTA_EXPR_NAME = 1;
  static final int NFTA_EXPR_DATA = 2;

  static final int NF_DROP = 0;
  static final int NF_ACCEPT = 1;
  static final int NFT_JUMP = -3;
  static final int NFT_RETURN = -5;

  private Nft() {}
}
