package io.penstock.local.cluster;

import io.penstock.local.Home;
import io.penstock.local.LocalStackException;
import io.penstock.local.PartState;
import io.penstock.local.PartStatus;
import io.penstock.local.PrivateFiles;
import io.penstock.local.Progress;
import io.penstock.local.process.Command;
import io.penstock.local.process.LogTail;
import io.penstock.local.process.Loopback;
import io.penstock.local.process.RunningProcess;
import io.penstock.local.process.Unfinished;
import io.penstock.local.tool.Tool;
import io.penstock.local.tool.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A real API server with scheduler and controllers whose nodes and Pods are simulated, made by `kwokctl`.
public final class KwokCluster implements Cluster {
    private static final int NODES = 3;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern SERVER = Pattern.compile("server: (https?://\\S+)");

    private final String cluster;
    private final Tools tools;
    private final KwokFiles files;

    public KwokCluster(String cluster, Home home, Tools tools) {
        this.cluster = cluster;
        this.tools = tools;
        this.files = new KwokFiles(home, cluster);
    }

    @Override
    public String cluster() {
        return cluster;
    }

    @Override
    public Path kubeconfig() {
        return files.kubeconfig();
    }

    /// The API server's audit log: one JSON event a line for every call, with its time and user agent.
    public Path auditLog() {
        return files.audit();
    }

    @Override
    public Path log() {
        return files.log(deadComponents().stream().findFirst().orElse("kube-apiserver"));
    }

    /// The process of one component, such as `kube-apiserver`.
    public Optional<RunningProcess> component(String component) {
        var text = PrivateFiles.read(files.pidFile(component));
        if (text == null || !text.strip().matches("\\d+")) {
            return Optional.empty();
        }
        var pid = Long.parseLong(text.strip());
        var command = commandLine(pid);
        return command.contains(files.work().toString()) ? RunningProcess.of(pid, since(component)) : Optional.empty();
    }

    /// The processes of all its components that run.
    public List<RunningProcess> processes() {
        return KwokFiles.COMPONENTS.stream()
                .flatMap(each -> component(each).stream())
                .toList();
    }

    @Override
    public void start(Progress progress) {
        var programs = tools.provide(Tool.CLUSTER, progress);
        try (var step = progress.step("cluster " + cluster)) {
            if (!Files.exists(files.made())) {
                create(programs, step);
                step.done("made, with " + NODES + " simulated nodes, on " + address());
            } else if (deadComponents().isEmpty()) {
                step.done("already runs on " + address());
            } else {
                forgetStrangers();
                kwokctl(programs, List.of("start", "cluster", "--wait", "60s"));
                step.done("runs on " + address());
            }
        }
        KwokFiles.touch(files.wanted());
    }

    @Override
    public PartStatus status() {
        if (!Files.exists(files.wanted())) {
            return PartStatus.stopped(name(), kind());
        }
        var dead = deadComponents();
        var lead = component("kube-apiserver");
        var state = !dead.isEmpty() ? PartState.DEAD : answers() ? PartState.RUNNING : PartState.STARTING;
        var memory = processes().stream().mapToLong(RunningProcess::memoryBytes).sum();
        return new PartStatus(
                name(),
                kind(),
                state,
                address(),
                lead.map(RunningProcess::pid).orElse(null),
                lead.map(RunningProcess::since).orElse(null),
                memory,
                dead.isEmpty()
                        ? ""
                        : dead.getFirst() + " does not run; its log ends: "
                                + LogTail.lastLine(files.log(dead.getFirst())));
    }

    @Override
    public void stop() {
        if (Files.exists(files.made()) && deadComponents().size() < KwokFiles.COMPONENTS.size()) {
            forgetStrangers();
            kwokctl(
                    tools.find(Tool.KWOKCTL)
                            .map(found -> Map.of(Tool.KWOKCTL, found))
                            .orElse(Map.of()),
                    List.of("stop", "cluster"));
        }
        KwokFiles.remove(files.wanted());
    }

    /// The address of its API server.
    public String address() {
        var text = PrivateFiles.read(files.kubeconfig());
        var server = SERVER.matcher(text == null ? "" : text);
        return server.find() ? server.group(1) : "";
    }

    private void create(Map<Tool, Path> programs, Progress.Step step) {
        PrivateFiles.folder(files.folder());
        var configuration = files.configuration(programs);
        try (var _ = Unfinished.work(() -> delete(programs))) {
            if (Files.exists(files.work())) {
                delete(programs);
            }
            step.at("making its certificates and starting its five processes");
            kwokctl(
                    programs,
                    List.of(
                            "create",
                            "cluster",
                            "--config",
                            configuration.toString(),
                            "--kubeconfig",
                            kubeconfig().toString(),
                            "--wait",
                            "60s"));
            step.at("adding nodes");
            kwokctl(programs, List.of("scale", "node", "--replicas", Integer.toString(NODES)));
            KwokFiles.touch(files.made());
        }
    }

    private void delete(Map<Tool, Path> programs) {
        forgetStrangers();
        kwokctl(programs, List.of("delete", "cluster"));
        try {
            PrivateFiles.deleteTree(files.work());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kwokctl(Map<Tool, Path> programs, List<String> words) {
        var program = programs.get(Tool.KWOKCTL);
        if (program == null) {
            throw new LocalStackException(
                    "cluster " + cluster + ": there is no kwokctl to " + words.getFirst() + " it with");
        }
        var command = new ArrayList<>(List.of("setsid", program.toString(), "--name", cluster));
        command.addAll(words);
        var outcome = Command.of(command)
                .with(Map.of("HOME", files.folder().toString()))
                .within(LIMIT)
                .run();
        if (outcome.exitCode() != 0) {
            throw new LocalStackException("cluster " + cluster + ": kwokctl cannot " + words.getFirst() + " it: "
                    + reason().orElse(outcome.lastWords()));
        }
    }

    /// What the first component that does not run said last.
    private Optional<String> reason() {
        return deadComponents().stream()
                .map(component -> Map.entry(component, LogTail.lastLine(files.log(component))))
                .filter(said -> !said.getValue().isEmpty())
                .map(said -> said.getKey() + ": " + said.getValue())
                .findFirst();
    }

    private List<String> deadComponents() {
        return KwokFiles.COMPONENTS.stream()
                .filter(each -> component(each).isEmpty())
                .toList();
    }

    /// Removes process numbers that now belong to somebody else, which `kwokctl` would take for its own.
    private void forgetStrangers() {
        deadComponents().forEach(component -> KwokFiles.remove(files.pidFile(component)));
    }

    private boolean answers() {
        var address = address();
        return !address.isEmpty() && Loopback.answers(URI.create(address).getPort());
    }

    private Instant since(String component) {
        try {
            return Files.getLastModifiedTime(files.pidFile(component)).toInstant();
        } catch (IOException _) {
            return Instant.EPOCH;
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        } catch (IOException _) {
            return "";
        }
    }
}
