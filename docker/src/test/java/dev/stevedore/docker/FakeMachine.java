package dev.stevedore.docker;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.cli.Output;
import dev.stevedore.docker.copy.LocalFiles;
import dev.stevedore.docker.engine.Connector;
import dev.stevedore.docker.stream.AttachLoop;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine in memory: files, variables, what is written. It has no daemon unless one is given. */
public final class FakeMachine implements Machine {
  public final Map<String, String> files = new HashMap<>();
  public final Map<String, String> variables = new HashMap<>();

  /** Of the terminal; 0 for none. */
  public int columns;

  /** What programs were called with. */
  public final List<String> executed = new ArrayList<>();

  /** What programs print, by name and argument; others fail. */
  public final Map<String, String> outputs = new HashMap<>();

  private final Memory stdout = new Memory();
  private final Memory stderr = new Memory();
  private final Connector connector;

  /** An output that keeps what it gets. */
  private static final class Memory extends Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    protected void writeOut(byte[] from, int offset, int count) {
      bytes.write(from, offset, count);
    }

    String text() {
      flush();
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  public FakeMachine() {
    this(
        endpoint -> {
          throw new Connector.NoDaemonException("connect: no such file or directory");
        });
  }

  public FakeMachine(Connector connector) {
    this.connector = connector;
  }

  public String out() {
    return stdout.text();
  }

  public String err() {
    return stderr.text();
  }

  @Override
  public Output stdout() {
    return stdout;
  }

  @Override
  public Output stderr() {
    return stderr;
  }

  @Override
  public InputStream stdin() {
    return InputStream.nullInputStream();
  }

  @Override
  public Connector connector() {
    return connector;
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  @Override
  public List<String> variables() {
    return variables.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList();
  }

  @Override
  public byte[] readFile(String path) {
    String text = files.get(path);
    if (text == null) {
      throw new CliException("open " + path + ": no such file or directory");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public InputStream openFile(String path) {
    return new ByteArrayInputStream(readFile(path));
  }

  @Override
  public Output createFile(String path) {
    return new Memory();
  }

  @Override
  public void replaceSecretFile(String path, byte[] content) {
    files.put(path, new String(content, StandardCharsets.UTF_8));
  }

  @Override
  public Executed execute(String program, String argument, byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    executed.add(program + " " + argument + " " + text);
    String output = outputs.get(program + " " + argument);
    return output == null ? new Executed(1, "") : new Executed(0, output);
  }

  @Override
  public String readLine(boolean hidden) {
    return "";
  }

  @Override
  public boolean fileExists(String path) {
    return files.containsKey(path);
  }

  @Override
  public void deleteFile(String path) {
    files.remove(path);
  }

  @Override
  public String workingDirectory() {
    return "/work";
  }

  @Override
  public LocalFiles files() {
    throw new UnsupportedOperationException("this machine has no directories");
  }

  @Override
  public long now() {
    return 1_750_000_000_000L;
  }

  @Override
  public LocalTime localTime(long epochSeconds) {
    return new LocalTime(0, "UTC");
  }

  @Override
  public boolean isTerminal(int descriptor) {
    return columns > 0;
  }

  @Override
  public Size terminalSize(int descriptor) {
    return new Size(columns > 0 ? 25 : 0, columns);
  }

  @Override
  public AttachLoop attachLoop(boolean takeAllSignals) {
    throw new UnsupportedOperationException("this machine has no descriptors");
  }
}
