package io.millrace.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How viewers go from one log to the next. */
class FollowingTest extends DeliveryFixture {
    @Test
    void theListenerIsToldOfTheEndOfEachLogOnceAndTheViewerCanFollowAnother() {
        log.point("", "P", "key", 0);
        Viewer viewer = start();
        log.write("last", 10);
        log.log.close();
        tick();
        tick();
        assertThat(written()).containsExactly("P", "key", "last");
        assertThat(listener.ends).hasValue(1);
        assertThat(log.log.heldBytes()).isZero();
        TestingLog next = new TestingLog();
        next.point("", "Q", "key", 0);
        viewer.follow(next.log.atNewestRandomAccessPoint());
        assertThat(written()).containsExactly("Q", "key");
        next.log.close();
        tick();
        assertThat(listener.ends).hasValue(2);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aViewerGoesOnWithItsLogUntilTheOneThatItFollowsHasSomething() {
        log.point("", "P", "key", 0);
        Viewer viewer = start();
        TestingLog next = new TestingLog();
        next.point("", "Q", "gone", 0);
        viewer.followOnceReady(next.log.atNextRandomAccessPoint());
        log.write("still", 10);
        tick();
        assertThat(written()).containsExactly("P", "key", "still");
        next.point("", "R", "new", 20);
        log.write("unwanted", 20);
        tick();
        assertThat(written()).containsExactly("R", "new");
        viewer.stop();
        next.log.close();
        assertThat(next.log.heldBytes()).isZero();
    }

    @Test
    void aViewerDoesNotWaitForeverForTheLogThatItFollows() {
        log.point("", "P", "key", 0);
        Viewer viewer = start();
        TestingLog next = new TestingLog();
        viewer.followOnceReady(next.log.atNextRandomAccessPoint());
        pass(5001);
        log.write("unwanted", 5000);
        tick();
        assertThat(written()).containsExactly("P", "key");
        next.log.close();
        tick();
        assertThat(listener.ends).hasValue(1);
    }

    @Test
    void aViewerWhoseLogEndsGoesOverToTheOneThatItFollows() {
        log.point("", "P", "key", 0);
        Viewer viewer = start();
        TestingLog unused = new TestingLog();
        TestingLog next = new TestingLog();
        viewer.followOnceReady(unused.log.atNextRandomAccessPoint());
        viewer.followOnceReady(next.log.atNextRandomAccessPoint());
        unused.log.close();
        assertThat(unused.log.heldBytes()).isZero();
        log.log.close();
        tick();
        next.point("", "Q", "new", 20);
        tick();
        assertThat(written()).containsExactly("P", "key", "Q", "new");
        assertThat(listener.ends).hasValue(0);
        next.log.close();
        tick();
    }

    @Test
    void aPausedViewerDoesNotKeepAClosedLog() {
        log.point("", "P", "key", 0);
        start().pause();
        log.write("unread", 10);
        log.log.close();
        tick();
        assertThat(listener.ends).hasValue(1);
        assertThat(log.log.heldBytes()).isZero();
    }
}
