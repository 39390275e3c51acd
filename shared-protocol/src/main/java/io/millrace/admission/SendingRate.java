package io.millrace.admission;

/** What is sent over the last {@value #INTERVALS} intervals between measurements. Not for several threads. */
final class SendingRate {
    static final int INTERVALS = 5;

    private final Sample[] samples = new Sample[INTERVALS + 1];
    private int count;

    /** Bytes since whenever: only differences count. */
    private record Sample(long nanos, double streams, double objects, int viewers) {}

    /** @return what was sent since the oldest sample that counts; nothing if this is the first */
    SendingLoad sample(long nanos, double streamBytes, double objectBytes, int viewers) {
        Sample now = new Sample(nanos, streamBytes, objectBytes, viewers);
        samples[count++ % samples.length] = now;
        Sample first = count > samples.length ? samples[count % samples.length] : samples[0];
        double seconds = Math.max(1, nanos - first.nanos) / 1e9;
        return new SendingLoad(
                (streamBytes - first.streams) / seconds, (objectBytes - first.objects) / seconds, averageViewers());
    }

    private double averageViewers() {
        int known = Math.min(count, samples.length);
        double sum = 0;
        for (int i = 0; i < known; i++) {
            sum += samples[i].viewers;
        }
        return sum / known;
    }
}
