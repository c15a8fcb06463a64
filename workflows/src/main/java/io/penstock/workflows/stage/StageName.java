package io.penstock.workflows.stage;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How a stage is written in a pipeline.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StageName {
    /// The name, such as `K8S_SYNC`.
    String value();

    /// What the stage does, in one sentence.
    String doc();

    /// Only the planner makes this stage; a pipeline cannot name it.
    boolean planned() default false;
}
