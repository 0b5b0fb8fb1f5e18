"""Facts about the outside recordings, videos and HEIC photographs."""
from facts import *

AUDIO, VIDEO, PHOTO = "audio", "video", "photo"


def file_is(kind, media_type, bytes):
    def check(report, rows):
        equal((report["format"], report["status"], report["original"]["bytes"]), (kind, "read", bytes), "format, read, bytes")
        equal([(a["type"], a["bytes"], a["missing"]) for a in attachments(rows)], [(media_type, bytes, False)], "the file itself")
    return check


def no_time(report, rows):
    equal([(r["at"], r["at_local"], r["time_basis"]) for r in rows], [(None, None, "none")], "no time is invented")


def says(**claims):
    return lambda report, rows: [equal(claimed(rows, k.replace("_", "-")), [v], k) for k, v in claims.items()]


def at(moment):
    return lambda report, rows: equal([(r["at"], r["time_basis"]) for r in rows], [(moment, "instant")], "when")


def doubts(*codes):
    return lambda report, rows: equal(sorted(doubt_codes(rows)), sorted(codes), "doubts")


def place(where):
    return lambda report, rows: equal(rows[0]["place"], where, "where")


def live_photo(report, rows):
    row = rows[0]
    equal((row["at"], row["at_local"], row["zone"]), ("2025-07-11T20:41:55.250Z", "2025-07-11T16:41:55.250", "-04:00"),
          "2025-07-11T16:41:55.250-04:00")
    latitude, longitude = claimed(rows, "gps-position")[0].split(",")
    holds(latitude.startswith("36.09704") and longitude.startswith("-81.7844"), f"GPS 36.09704,-81.7844: {latitude},{longitude}")
    equal(claimed(rows, "gps-time"), ["2025-07-11T20:41:53.990Z"], "GPS time 20:41:53.99 UTC")
    equal(len(claimed(rows, "apple-content-identifier")[0]), 36, "the number that its moving half has too")


def camera(size, ms):
    """Videos made for another test: H.264, their length is frames by frames a second."""
    def check(report, rows):
        equal(claimed(rows, "track"), [f"video avc1 {size}"], "one track of pictures")
        equal((claimed(rows, "duration-ms"), rows[0]["duration"]), ([str(ms)], ms // 1000), "length")
    return check


TABLE = {
    "media/tika_testAMR.amr": ({AUDIO: 1}, [file_is("amr", "audio/amr", 3620), no_time, says(duration_ms="5560"), doubts()]),
    "media/tika_testAMR-WB.amr": ({AUDIO: 1}, [file_is("amr", "audio/amr-wb", 3609), no_time, says(duration_ms="4000"), doubts()]),
    # The list calls it "header only"; one page of sound follows the two of headers: (1401 - 356) / 48 ms.
    "media/tika_testOPUS.opus": ({AUDIO: 1}, [file_is("ogg", "audio/ogg", 1059), no_time, doubts(),
        says(codec="opus", duration_ms="21", ogg_title="Test Title", ogg_artist="Test Artist", ogg_comment="Test Comment")]),
    "media/tika_testMP4.m4a": ({AUDIO: 1}, [file_is("mp4", "audio/mp4", 4770), at("2012-01-28T18:39:18Z"),
        says(movie_created="2012-01-28T18:39:18Z", tag_title="Test Title", tag_day="2008"), doubts("clock-of-the-device")]),
    "media/tika_testMP4_udtaLocation.mp4": ({VIDEO: 1}, [file_is("mp4", "video/mp4", 200), place("12.3456,-98.7654"),
        says(location="+12.3456-098.7654+010.500/"), no_time, doubts("no-tracks")]),
    "media/tika_testHEIC_livePhoto.heic": ({PHOTO: 1}, [file_is("heif", "image/heic", 3203), live_photo, doubts(),
        says(exif_make="Apple", exif_model="iPhone 15 Pro", exif_orientation="6", gps_date="2025:07:11")]),
    "video/intel_one_by_one_person.mp4": ({VIDEO: 1}, [file_is("mp4", "video/mp4", 3291918), camera("768x432", 139400),
        at("2017-09-26T16:57:49Z"), doubts("clock-of-the-device")]),
    "video/dev_day.mp4": ({VIDEO: 1}, [file_is("mp4", "video/mp4", 2535197), camera("640x360", 120000), no_time, doubts()]),
    "video/dev_light.mp4": ({VIDEO: 1}, [file_is("mp4", "video/mp4", 2531688), camera("640x360", 120000), no_time, doubts()]),
    "video/dev_night.mp4": ({VIDEO: 1}, [file_is("mp4", "video/mp4", 1931157), camera("640x360", 120000), no_time, doubts()]),
    "video/dev_wind.mp4": ({VIDEO: 1}, [file_is("mp4", "video/mp4", 2506590), camera("640x360", 120000), no_time, doubts()]),
}
CODES = {}
