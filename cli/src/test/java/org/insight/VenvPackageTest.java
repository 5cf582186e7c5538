package org.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's python makes no venv before a package is there that is not of it. Python, apt-get and
 * sudo are stubs: what is tried is the script.
 */
class VenvPackageTest {

  private static final Path SCRIPT =
      Path.of("..", "clients", "python", "set-up.sh").toAbsolutePath().normalize();

  @TempDir private Path folder;

  private record Ended(int exit, String said) {}

  private void program(String name, String body) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path program = Files.writeString(bin.resolve(name), "#!/bin/bash\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * @param aptGet what apt-get does, its words being those that it is called with
   */
  private Ended run(String aptGet) throws IOException, InterruptedException {
    program(
        "python3.11",
        """
        if [ "$1 $2" = "-m venv" ]; then
          [ -e "$FOLDER/installed" ] || { mkdir -p "$3"; echo "ensurepip is not available"; exit 1; }
          mkdir -p "$3/bin" && printf '#!/bin/bash\\n' > "$3/bin/python" && chmod +x "$3/bin/python"
        else
          exec python3 "$@"
        fi
        """);
    program("apt-get", aptGet);
    program("sudo", "[ \"$1\" = -n ] && shift; exec \"$@\"");
    ProcessBuilder builder =
        new ProcessBuilder("bash", SCRIPT.toString()).redirectErrorStream(true);
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("PYTHON", folder.resolve("bin/python3.11").toString());
    builder.environment().put("FOLDER", folder.toString());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  @Test
  void itIsInstalledWhereItMayBe() throws IOException, InterruptedException {
    Ended ended =
        run("case \"$*\" in *install*python3.*-venv*) touch \"$FOLDER/installed\";; esac");
    assertThat(ended.exit()).as(ended.said()).isZero();
    assertThat(ended.said()).contains(folder.resolve("cache/insight/clients-").toString());
  }

  @Test
  void whereItCannotBeHadItsNameIsSaid() throws IOException, InterruptedException {
    Ended ended = run("exit 100");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.said())
        .containsPattern(
            "Cannot set up the Python clients: python makes no venv; the Debian package"
                + " python3\\.\\d+-venv is needed");
  }
}
