package io.penstock.controlplane.answer;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/// Gives each method that says so the status of its `@Answers`.
public final class AnswerStatus implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        var answers = resource.getResourceMethod().getAnnotation(Answers.class);
        if (answers != null && answers.value() != 200) {
            context.register(new Status(answers.value()));
        }
    }

    private record Status(int value) implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (response.getStatus() == 200 || response.getStatus() == 204) {
                response.setStatus(value);
            }
        }
    }
}
