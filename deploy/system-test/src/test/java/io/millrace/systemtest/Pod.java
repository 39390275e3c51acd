package io.millrace.systemtest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.millrace.systemtest.Manifests.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One pod of a workload as its container sees itself, only that its files lie in another place. */
record Pod(Path directory, Workload workload, String address) {

    /** @param directory gets the files that the container finds in /etc/millrace */
    static Pod lay(Path directory, Manifests manifests, Workload workload, String address) {
        Pod pod = new Pod(directory, workload, address);
        manifests.of(ConfigMap.class).forEach(map -> map.getData()
                .forEach((name, text) -> pod.mount("config/" + name, text)));
        manifests.of(Secret.class).forEach(secret -> secret.getData()
                .forEach((name, text) -> pod.mount(
                        "secret/" + name, new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8))));
        return pod;
    }

    static Container container(Workload workload) {
        List<Container> containers = workload.template().getSpec().getContainers();
        if (containers.size() != 1) {
            throw new AssertionError(workload + " has " + containers.size() + " containers");
        }
        return containers.get(0);
    }

    List<String> arguments() {
        return container(workload).getArgs().stream().map(this::moved).toList();
    }

    Map<String, String> environment() {
        return container(workload).getEnv().stream().collect(Collectors.toMap(EnvVar::getName, this::value));
    }

    private String value(EnvVar variable) {
        if (variable.getValueFrom() == null) {
            return variable.getValue();
        }
        String field = variable.getValueFrom().getFieldRef().getFieldPath();
        if (!field.equals("status.podIP")) {
            throw new AssertionError("nothing is known of " + field);
        }
        return address;
    }

    private void mount(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, moved(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String moved(String text) {
        return text.replace("/etc/millrace/", directory + "/");
    }
}
