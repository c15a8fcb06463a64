package io.penstock.workflows.stage;

import java.time.Duration;
import java.util.List;

/// A request that is repeated during an analysis.
public record AnalysisHttp(
        @Doc("Address to call.") String url,
        @Doc("Method of the request.") String method,
        @Doc("Headers of the request.") List<Header> headers,
        @Doc("Status code that counts as success.") int expectedCode,

        @Doc(value = "Body of the answer; PipeCD reads and ignores it.", freeText = true)
        String expectedResponse,

        @Doc("Time between two requests.") Duration interval,

        @Doc("The analysis fails when more requests than this failed.")
        int failureLimit,

        @Doc("An answer without data counts as success.") boolean skipOnNoData,

        @Doc(value = "Time limit of one request.", fallback = "30s")
        Duration timeout,

        @Doc("A template of the repository that takes the place of all this.")
        AnalysisTemplateReference template) {
    public AnalysisHttp {
        headers = Frozen.list(headers);
    }

    /// One header of a request.
    public record Header(
            @Doc("Name of the header.") String key,
            @Doc("Value of the header.") String value) {}
}
