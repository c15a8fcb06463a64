package io.penstock.controlplane.answer;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The status with which a resource method answers when all went well, where it is not 200.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Answers {
    int value() default 200;

    /// The body's type where the method builds its response itself.
    Class<?> body() default Void.class;
}
