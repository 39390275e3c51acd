package io.millrace.load.simulation;

import java.util.HashMap;
import java.util.Map;

/** Counts what viewers went through during an event. */
final class Tally {
    private final Map<SimulatedEdge, Integer> thisSecond = new HashMap<>();
    private long settingOut;
    private long placed;
    private long redirects;
    private int mostRedirects;
    private long sentOn;
    private long refused;
    private long foundNobody;
    private long asked;
    private long mostAsked;
    private int mostAtOneEdge;
    private long relays;
    private long mostRelays;
    private long relaysThisSecond;
    private int lastPlaced;
    private int given;

    /** Viewers begin to look for an edge, or have lost theirs. */
    void settingOut(int count) {
        settingOut += count;
    }

    void nextSecond() {
        mostAsked = Math.max(mostAsked, asked);
        mostRelays = Math.max(mostRelays, relaysThisSecond);
        thisSecond.values().forEach(count -> mostAtOneEdge = Math.max(mostAtOneEdge, count));
        thisSecond.clear();
        asked = 0;
        relaysThisSecond = 0;
    }

    /** Viewers ask the control plane for an edge. */
    void asked(int count) {
        asked += count;
    }

    void connected(SimulatedEdge edge, int count) {
        thisSecond.merge(edge, count, Integer::sum);
    }

    void placed(int second, int redirectsEach, int count) {
        if (count > 0) {
            placed += count;
            redirects += (long) redirectsEach * count;
            mostRedirects = Math.max(mostRedirects, redirectsEach);
            lastPlaced = second;
        }
    }

    void relayOpened() {
        relays++;
        relaysThisSecond++;
    }

    void sentOn(int count) {
        sentOn += count;
    }

    void refused(int count) {
        refused += count;
    }

    void foundNobody(int count) {
        foundNobody += count;
    }

    /** So many were still without an edge when the event was over. */
    void left(int count) {
        given = count;
    }

    long settingOut() {
        return settingOut;
    }

    double meanRedirects() {
        return placed == 0 ? 0 : redirects / (double) placed;
    }

    int mostRedirects() {
        return mostRedirects;
    }

    /** By edges that were full. */
    long sentOn() {
        return sentOn;
    }

    /** How often somebody was told to come back later. */
    long refused() {
        return refused;
    }

    /** How often somebody was sent to an edge that was gone. */
    long foundNobody() {
        return foundNobody;
    }

    /** In a second, by the control plane. */
    long mostAsked() {
        return mostAsked;
    }

    /** In a second. */
    int mostAtOneEdge() {
        return mostAtOneEdge;
    }

    long relays() {
        return relays;
    }

    /** Opened in a second. */
    long mostRelays() {
        return mostRelays;
    }

    /** The second in which the last one found an edge. */
    int lastPlaced() {
        return lastPlaced;
    }

    /** Who has none. */
    int left() {
        return given;
    }
}
