"""Facts about the exports of Google, and of GPX files."""
from facts import *

CHAT = "google/synth_chat/Groups/DM AbCdEfG/"


def chat(report, rows):
    rows = in_file_order(rows)
    equal([r["at"] for r in rows], ["2024-03-24T21:05:07Z", "2024-03-24T21:06:00Z", "2024-03-24T21:07:00Z"],
          "the form of 24 hours, and of 12 with U+202F")
    equal(claimed(rows, "written-time")[1], "Sunday, March 24, 2024 at 9:06:00\u202fPM UTC", "as written")
    equal([r["text"] for r in rows], ["answer your phone", "again", None], "texts")
    equal([r["marks"] for r in rows], [[], [], ["deleted"]], "one was deleted")
    equal(names(rows), ["File-door.jpg"], "the attachment")
    equal([r["from"] and r["from"]["handle"] for r in rows], ["dan@example.org", "dan@example.org", None], "senders")


def beside(report, rows):
    equal([a["sha256"] for a in attachments(rows)],
          ["385765e0b2c5846b950c7aff8c4aad38b47193f6e90042f933025e6b07665c34"], "the photograph beside it")


def members(report, rows):
    rows = in_file_order(rows)
    equal([(r["subject"], r["to"][0]["handle"]) for r in rows],
          [("Daniel Reed", "dan@example.org"), ("Maya Okafor", "maya@example.org")], "members")


VOICE = "google/synth_voice/Voice/Calls/Daniel Reed - "


def voice_text(report, rows):
    rows = in_file_order(rows)
    equal([r["at"] for r in rows], ["2024-03-24T21:05:07Z", "2024-03-24T21:06:00.500Z"], "the time in the title")
    equal(claimed(rows, "written-time"), ["2024-03-24T17:05:07.000-04:00", "2024-03-24T17:06:00.500-04:00"], "its offset")
    equal([(r["direction"], r["from"]["handle"], r["text"]) for r in rows],
          [("in", "+447700900202", "hi & bye\nsecond line"), ("out", "+12025550101", "stop")], "who said what")


def voice_missed(report, rows):
    equal([(r["at"], r["direction"], r["marks"], r["from"]["handle"]) for r in rows],
          [("2024-03-24T22:00:00Z", "in", ["missed"], "+447700900202")], "the missed call")


TIMELINE = "google/synth_timeline/"


def android(report, rows):
    rows = in_file_order(rows)
    equal([r["place"] for r in rows], ["51.5013640,-0.1418900", "51.5023000,-0.1410000", "51.5013640,-0.1418900",
                                       "51.5013640,-0.1418900"], "places without the degree signs")
    equal([r["at"] for r in rows], ["2024-03-24T21:05:00Z", "2024-03-24T21:15:00Z", "2024-03-31T00:30:00Z",
                                    "2024-03-24T21:05:00Z"], "times")
    equal(claimed(rows, "segment"), ["path", "path", "visit", "signal"], "2 points of a way, 1 visit, 1 raw position")
    equal(rows[2]["until"], "2024-03-31T01:30:00Z", "the visit ends after the clocks changed")
    equal(claimed(rows, "written-until"), ["2024-03-31T02:30:00.000+01:00"], "as written")


def iphone(report, rows):
    rows = in_file_order(rows)
    equal([(r["at"], r["place"]) for r in rows],
          [("2024-03-24T21:00:00Z", "51.501364,-0.141890"), ("2024-03-24T22:05:00Z", "51.502300,-0.141000")],
          "a visit, and a point five minutes after the beginning")
    equal(rows[0]["until"], "2024-03-24T22:00:00Z", "end of the visit")
    equal(claimed(rows, "minutes-after-start"), ["5"], "minutes")


def records(report, rows):
    rows = in_file_order(rows)
    equal([r["at"] for r in rows], ["2023-03-24T21:05:00.123Z", "2023-03-24T21:06:00Z"], "timestamp and timestampMs")
    # 4293966296 - 2**32 = -1001000.
    equal([r["place"] for r in rows], ["51.5013640,-0.1418900", "-0.1001000,-0.1418900"], "the overflow taken back")
    equal([[d["code"] for d in r["doubts"]] for r in rows], [[], ["place-overflow"]], "and doubted")


# -- GPX --------------------------------------------------------------------------------------------------

def of_points(check):
    """What the file says of itself are notes beside them."""
    return lambda report, rows: check(report, [r for r in rows if r["kind"] == "position"])


def points(report, rows):
    equal(set(r["channel"] for r in rows), {"location"}, "channel")
    equal(set(r["direction"] for r in rows), {None}, "nobody sent it")


def bom(report, rows):
    equal([(r["at"], r["place"], r["subject"]) for r in rows],
          [("2016-05-27T10:08:47.800Z", "43.309634,3.515386", "test")], "a waypoint with a fraction of a second")
    equal(claimed(rows, "extension"), ["security: Open"], "its extension")


def with_speed(report, rows):
    equal(utc_times(in_file_order(rows)), ["2009-03-02T14:05:52Z", "2009-03-02T14:05:58Z", "2009-03-02T14:06:05Z"], "times")
    equal(set(claimed(rows, "file-time")), {"2007-03-02T10:34:03Z"}, "the fourth is that of the file")
    equal(claimed(in_file_order(rows), "speed"), ["1.2", "2.2", "3.2"], "speeds")


def all_fields(report, rows):
    equal(Counter(claimed(rows, "point")), Counter({"waypoint": 2, "route-point": 5, "track-point": 1}), "points")
    equal(set(claimed(rows, "file-time")), {"2013-01-01T12:00:00"}, "time of the file, without zone")
    track = [r for r in rows if r["conversation"] == "example name t"]
    equal([(r["at_local"], r["time_basis"]) for r in track], [("2013-01-01T12:00:04", "local")], "time without zone")
    equal(sorted(utc_times([r for r in rows if r["time_basis"] == "instant"])),
          ["2013-01-02T02:03:00Z", "2013-01-02T02:03:03Z"], "times with Z")


def less_seconds(report, rows):
    equal(utc_times(in_file_order(rows)), ["2015-12-11T14:43:13Z", "2015-12-11T14:43:13.994Z"], "milliseconds")
    equal(claimed(in_file_order(rows), "written-time"),
          ["2015-12-11T15:43:13.000+01:00", "2015-12-11T15:43:13.994+01:00"], "with their offset")


def wahoo(report, rows):
    equal(utc_times(in_file_order(rows)), ["2022-04-24T20:54:33Z", "2022-04-24T20:54:34Z", "2022-04-24T20:54:35Z"], "times")
    equal({r["conversation"] for r in rows}, {"04/24/22"}, "one track")


def wikipedia(report, rows):
    equal({r["place"] for r in rows}, {"47.644548,-122.326897"}, "place")
    equal(set(claimed(rows, "file-time")), {"2009-10-17T22:58:43Z"}, "time of the file")
    holds(max(utc_times(rows)) < "2009-10-17T22:58:43Z", "which is later than the points")


def accuracy(report, rows):
    equal(claimed(in_file_order(rows), "hdop"), ["5", "3.6"], "accuracy")
    equal(claimed(in_file_order(rows), "pdop"), ["728", "619.1"], "accuracy")


TABLE = {
    VOICE + "Text - 2024-03-24T21_05_07Z.html": ({"message": 2}, [voice_text]),
    VOICE + "Missed - 2024-03-24T22_00_00Z.html": ({"call": 1}, [voice_missed]),
    TIMELINE + "Timeline_android.json": ({"position": 4}, [android]),
    TIMELINE + "location-history_ios.json": ({"position": 2}, [iphone]),
    TIMELINE + "Records_takeout_2023.json": ({"position": 2}, [records]),
    "gpx/gpxpy_unicode_with_bom.gpx": ({"position": 1}, [points, bom]),
    "gpx/gpxpy_track_with_speed.gpx": ({"position": 3, "note": 1}, [points, of_points(with_speed)]),
    "gpx/gpxpy_gpx1.0_with_all_fields.gpx": ({"position": 8, "note": 1}, [points, of_points(all_fields)]),
    "gpx/gpxpy_track-with-less-sec-time.gpx": ({"position": 2, "note": 2}, [points, of_points(less_seconds)]),
    "gpx/georust_wahoo_example.gpx": ({"position": 3, "note": 1}, [points, of_points(wahoo)]),
    "gpx/georust_wikipedia_example.gpx": ({"position": 3, "note": 1}, [points, of_points(wikipedia)]),
    "gpx/georust_with_accuracy.gpx": ({"position": 3, "note": 1}, [points, of_points(accuracy),
        of_points(utc("2017-04-12T17:00:36Z", "2017-04-12T17:00:38Z"))]),
    CHAT + "messages.json": ({"message": 3}, [chat, utc("2024-03-24T21:05:07Z", "2024-03-24T21:07:00Z")]),
    CHAT + "group_info.json": ({"contact": 2}, [members]),
    "google/synth_chat/Groups": ({"message": 3}, [chat, beside]),
}
CODES = {}
