package io.penstock.activities.door;

import io.penstock.workflows.door.Door;
import java.util.List;

/// The cluster's registered applications, as the control plane last said; asked again at each look.
public final class RegistrationBook {
    private final DoorClient door;
    private Door.Registrations known = new Door.Registrations(0, List.of());

    public RegistrationBook(DoorClient door) {
        this.door = door;
    }

    /// All registered applications now; the answer is short when nothing changed since the last look.
    public synchronized Door.Registrations now() {
        door.registrations(known.revision()).ifPresent(newer -> known = newer);
        return known;
    }
}
