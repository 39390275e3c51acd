package io.millrace.rtmp.address;

import java.util.ArrayList;
import java.util.List;

/** App and stream name put together again, wherever the client has cut them apart. */
record SplitTarget(List<String> segments, List<Parameter> parameters) {

    static SplitTarget join(String app, String streamName) {
        int appQuery = app.indexOf('?');
        if (appQuery < 0) {
            return of(app + '/' + streamName, "");
        }
        String appPath = app.substring(0, appQuery);
        String query = app.substring(appQuery + 1);
        if (isCutInQuery(segments(appPath), streamName)) {
            return new SplitTarget(segments(appPath), Query.parse(query + '/' + streamName));
        }
        return of(appPath + '/' + streamName, query);
    }

    /**
     * ffmpeg cuts at the second slash even if that is a raw one in the query, so that the app holds path and half of
     * the query, and the stream name the other half.
     */
    private static boolean isCutInQuery(List<String> appSegments, String streamName) {
        if (appSegments.size() < 2) {
            return false;
        }
        boolean mayLackChannel = appSegments.size() == 2 && appSegments.get(1).equals("live");
        boolean looksLikeQuery = streamName.indexOf('?') < 0 && streamName.indexOf('=') >= 0;
        return !mayLackChannel || looksLikeQuery;
    }

    private static SplitTarget of(String target, String moreQuery) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        List<Parameter> parameters = new ArrayList<>();
        if (mark >= 0) {
            parameters.addAll(Query.parse(target.substring(mark + 1)));
        }
        parameters.addAll(Query.parse(moreQuery));
        return new SplitTarget(segments(path), parameters);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(Query.decode(segment));
            }
        }
        return segments;
    }
}
