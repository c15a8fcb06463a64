package io.penstock.workflows.config;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;

/// A parser that ends a document with more values than are wanted before they take memory: two bytes of YAML are a
/// node of some hundred bytes.
public final class BoundedParser implements Parser {
    private final Parser parser;
    private final int most;
    private int values;

    /// @param most keys, values, lists, maps and aliases of one document
    public BoundedParser(Parser parser, int most) {
        this.parser = parser;
        this.most = most;
    }

    /// A document has too many values.
    public static final class TooMany extends MarkedYAMLException {
        private static final long serialVersionUID = 1;

        TooMany(int most, Mark at) {
            super(null, null, "more than " + most + " values", at);
        }
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public Event getEvent() {
        var event = parser.getEvent();
        switch (event.getEventId()) {
            case DocumentStart -> values = 0;
            case Scalar, Alias, SequenceStart, MappingStart -> {
                if (++values > most) {
                    throw new TooMany(most, event.getStartMark());
                }
            }
            case DocumentEnd, SequenceEnd, MappingEnd, StreamStart, StreamEnd, Comment -> {}
        }
        return event;
    }
}
