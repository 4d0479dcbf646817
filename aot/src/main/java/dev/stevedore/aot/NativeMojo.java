package dev.stevedore.aot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Builds the module's native program, {@code target/<binary>}, unless nothing that goes into it has
 * changed.
 *
 * <p>Maven sets the fields before {@link #execute()}; this is the one class that works that way.
 */
@Mojo(
    name = "native",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class NativeMojo extends AbstractMojo {
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private @Nullable MavenProject project;

  /** The class with {@code main}. */
  @Parameter(required = true)
  private @Nullable String mainClass;

  /** The file name of the program. */
  @Parameter(required = true)
  private @Nullable String binary;

  /**
   * Heap at the start, in KiB. A container may have a limit of 6 MB while init is in it, so: small.
   */
  @Parameter(defaultValue = "512")
  private int minHeapKib;

  /** The most the heap may grow to, in KiB. */
  @Parameter(defaultValue = "65536")
  private int maxHeapKib;

  /** Libraries to link statically, as gcc's {@code -l} names them. */
  @Parameter private List<String> libraries = new ArrayList<>();

  @Override
  public void execute() throws MojoExecutionException {
    if (project == null || mainClass == null || binary == null) {
      throw new MojoExecutionException("mainClass and binary are needed");
    }
    Path target = Path.of(project.getBuild().getDirectory());
    try {
      NativeProgram program =
          new NativeProgram(
              mainClass,
              target.resolve(binary),
              classPath(project),
              minHeapKib,
              maxHeapKib,
              List.copyOf(libraries));
      Stamp stamp = Stamp.of(program);
      if (stamp.isFresh()) {
        getLog().info(binary + " is up to date");
        return;
      }
      new NativeBuild(getLog()::info).build(program, target.resolve("c"));
      stamp.write();
    } catch (IOException | DependencyResolutionRequiredException | NativeBuildException e) {
      throw new MojoExecutionException(binary + ": " + e.getMessage(), e);
    }
  }

  private static List<Path> classPath(MavenProject project)
      throws DependencyResolutionRequiredException {
    return project.getRuntimeClasspathElements().stream().map(File::new).map(File::toPath).toList();
  }
}
