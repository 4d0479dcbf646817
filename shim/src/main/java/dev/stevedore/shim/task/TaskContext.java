package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.shim.ShimLog;
import dev.stevedore.shim.events.Publisher;
import dev.stevedore.shim.oom.OomWatcher;
import dev.stevedore.shim.runtime.Children;
import dev.stevedore.shim.stats.CgroupStats;
import dev.stevedore.shim.stdio.StdioOpener;

/**
 * What the containers of a shim share.
 *
 * @param namespace containerd's
 */
public record TaskContext(
    String namespace,
    EventLoop loop,
    Children children,
    StdioOpener stdio,
    Publisher publisher,
    OomWatcher oom,
    CgroupStats stats,
    ShimLog log) {}
