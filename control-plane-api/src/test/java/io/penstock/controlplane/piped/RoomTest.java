package io.penstock.controlplane.piped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class RoomTest {
    private static final int MIB = 1 << 20;

    @Test
    void givesEachClusterHalfOfTheMemoryAndTakesItBack() {
        var room = new Room(8L * MIB);
        var first = room.take("tokyo", MIB, 3);
        assertThatThrownBy(() -> room.take("tokyo", MIB, 2)).isInstanceOf(DoorRefusal.class);

        var second = room.take("osaka", MIB, 4);
        var third = room.take("kobe", 1, 2);
        var fourth = room.take("kobe", 1, 2);
        assertThatThrownBy(() -> room.take("nara", 1, 2))
                .isInstanceOf(DoorRefusal.class)
                .hasMessageContaining("nara");

        for (var share : new Room.Share[] {first, second, third, fourth}) {
            share.close();
        }
        assertThat(room.take("tokyo", 100L * MIB, 4)).isNotNull();
    }
}
