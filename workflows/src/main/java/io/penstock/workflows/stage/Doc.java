package io.penstock.workflows.stage;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a field of a configuration file means; the reader, the schema and the documentation all come from it.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Doc {
    /// What the field does, in one sentence.
    String value();

    /// Unit of a number, empty where the type says it.
    String unit() default "";

    /// Which values are allowed, in words.
    String range() default "";

    /// The value of an absent field, and of one that holds its type's zero value, as it would stand in the file.
    String fallback() default "";

    /// Loading fails when the field is missing or empty.
    boolean required() default false;

    /// The text may have several lines and control characters.
    boolean freeText() default false;

    /// Another spelling that older files use.
    String also() default "";

    /// PipeCD does not know this field; Penstock adds it.
    boolean addition() default false;
}
