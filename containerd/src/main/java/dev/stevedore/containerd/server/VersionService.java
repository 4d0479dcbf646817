package dev.stevedore.containerd.server;

import com.google.protobuf.Empty;
import dev.stevedore.lib.containerdapi.version.VersionGrpc;
import dev.stevedore.lib.containerdapi.version.VersionResponse;
import io.grpc.stub.StreamObserver;

/** Which version this is. */
public final class VersionService extends VersionGrpc.VersionImplBase {
  /**
   * The version told to clients: that of the API, since they decide by it what they may ask for,
   * and ours.
   */
  public static final String VERSION = "v1.7.0+stevedore.0.1.0";

  /** The revision told to clients. */
  public static final String REVISION = "stevedore";

  @Override
  public void version(Empty request, StreamObserver<VersionResponse> observer) {
    observer.onNext(VersionResponse.newBuilder().setVersion(VERSION).setRevision(REVISION).build());
    observer.onCompleted();
  }
}
