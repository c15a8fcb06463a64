package io.penstock.workflows.config;

import java.util.List;

/// What `validate` found in a set of files.
public record ValidationReport(List<Entry> files, int valid, int invalid) {
    /// One file.
    ///
    /// @param kind as written in the file, empty when it could not be read
    public record Entry(String path, boolean valid, String kind, List<Fault> faults) {}

    /// The report of files that were read, in their order.
    public static ValidationReport of(List<ConfigFile> files) {
        var entries = files.stream()
                .map(file -> new Entry(file.path(), file.valid(), file.kind(), file.faults()))
                .toList();
        var valid = Math.toIntExact(entries.stream().filter(Entry::valid).count());
        return new ValidationReport(entries, valid, entries.size() - valid);
    }
}
