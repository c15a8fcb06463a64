package io.penstock.local.sample;

/// An application of the sample repository that is to be registered.
///
/// @param path its directory, in which `app.pipecd.yaml` lies
public record SampleApplication(String name, String path, String cluster) {
    /// The configuration file inside the directory.
    public String configFile() {
        return "app.pipecd.yaml";
    }
}
