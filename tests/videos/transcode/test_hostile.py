"""Files that mean harm, or are no films: each refused in words, in a child that stays small."""

import base64
import io
import lzma
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.videos.films import lay, make_film
from tests.videos.transcode.work import load, numbers
from videos.transcode.binaries import find_ffmpeg
from videos.transcode.engine import Engine
from videos.transcode.inspection import report_on
from videos.transcode.media import FilmLimits, MediaInfo
from videos.transcode.refusals import Refusal, Why
from videos.transcode.runner import Watch
from videos.transcode.workbench import Workbench

MIB = 1024**2
MEMORY_CAP = 256 * MIB
IN_PARTS = ("-movflags", "+frag_keyframe+empty_moov")

# ffmpeg -f lavfi -i color=black:s=16000x16000:r=1 -frames:v 1 -c:v libx264 -preset ultrafast huge.mp4
HUGE = lzma.decompress(
    base64.b85decode(
        b""
        b"{Wp48S^xk9=GL@E0stWa8~^|S5YJf5>v&HC>s<f<Xa;Pj5XX=V2;Ut1t?rX)G!YS0cwqFYlMs-"
        b"|OO=#KUs*STr)SJOMqgaqUTWeTwdHVxl%t(oYwlAB5-"
        b")fKLDaq)BpY#I<t+$31e*0UB9G?1>p3d^|F)V6JaP8gKLGw6;HPoJ`Z(2Qm3k&YJ&CC+nZDw49DZq;{g%i#?cCuW%1`}ghd@"
        b")^<_$*`_t0$&2bv!qLI&Q15bTm~IVd4ckt#}ZV>~v6<8VpA&0|SfU_}fDS<zS6lGBQG#^qfp#B~o(V4poCpGON|qs~nO<Uj>"
        b"!A_3aeL~e0!?^Gj$2FAx&xE9rfiYRVZ<U7*^eU{hd)XsqTq?mSh-XtbK4snR?5r_}pk`Me4sKKSddW7kix5zBFo$n1FfGQ4S"
        b"@77h8V&0h$2$9;lUk7Op{N0tL1?lrlGPL|?yHW0@K{Jye{6`OL0an^k@IPj#n|ZD$<%!FgdGe)3rPXUKK{&^n0d;IXlh$9D&"
        b"O=##j(P1=-c+%MChVp>Q3NsRHjNJHozt^=^g-"
        b"+5dB$uSXaNk}bPGoDF_T~%MdhzXOSh$s><<6Le%p?EiY8{gXW&3#%7ZlBr*N9>KIN<x-"
        b"Y*I;al=20xs{O<xxAs2z@CHm0he_3QdRn-*+_W|1up0iSuMW};{qh~QT%g8#D<D^;5|)`4ms%<*j(y2*Gx-Eyla_nR1z}q?D"
        b"^l6Pxkl2nQ)vtlOQ%4<3*A*!h)JXGg7jd9*-"
        b"bjK!<bD|HEv<8%eqO3Pawh>Q?Q+IgcdaaGs|lU+gH$h0&Fmihe4Q@+Woo8NddZO_=@Iuhozb#3fVs^^rC)1*Nd=Z^3X)M-"
        b"0)C5vr|V9lFl3Cm38=hUsQfSib3YtXbscTLl63KZd9H17VeP-"
        b";u5>F12~0d|d2~Efj%M*zj$g25&&AMBuQ`?<w~F(e@}>qypdpK?OL#1x~_#8m=H?@24+JBn7pVn5%V8nSAavdji>&Nw1^aSO"
        b"kT+J5y?HI@|(!Uosx>GLV^7aLzzO_aBGN#db*>w9XP@e>%)>Q!Yp5P}ym8)6;_qnq~9V&OjL#;-s5u%-"
        b"L456een%@nkllu*D$n$-gUK<p-YqK5GR2nD5))T$X{<F=Cj3fv!<#wOOk-;-"
        b"y}~cZq=xiqp4PtvkV91A2Tn5|+_1FYz$E0)~@?*E%!Pql5j~pdxZ-#Gb?$1aptffL2LGgn?kzG&5%x^0-"
        b"5yII>^Q2M%AxG)?303XiXB7mi@06fAL`+;_}r?DvIUc?TBd47`qg66sgKwA8|2Hl*Tp_7DS&d~aBUf>}wytO9fnx>tFVb<6+"
        b"&spa@0a6pOH00D;x(C{q)+AAtUvBYQl0ssI200dcD"
    )
)


def ffmpeg(*arguments: str) -> None:
    """Make a film without the maker of numbered films."""
    subprocess.run([find_ffmpeg().path, "-v", "error", "-y", *arguments], check=True)


def written(folder: Path, content: bytes) -> Path:
    """A file called a film."""
    path = folder / "film.mp4"
    path.write_bytes(content)
    return path


def playlist(folder: Path) -> Path:
    """Points at a real film beside it, which ffmpeg by itself would open and play."""
    inner = make_film(folder, "inner.ts")
    lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:2", "#EXTINF:2,", str(inner), "#EXT-X-ENDLIST"]
    return written(folder, "\n".join(lines).encode())


def concat_script(folder: Path) -> Path:
    """Names a real film beside it."""
    return written(folder, f"ffconcat version 1.0\nfile '{make_film(folder, 'inner.mp4')}'\n".encode())


def manifest(folder: Path) -> Path:
    """DASH."""
    xml = '<?xml version="1.0"?><MPD><Period><AdaptationSet><Representation><BaseURL>inner.mp4</BaseURL>'
    return written(folder, xml.encode())


def huge_in(kind: str) -> Callable[[Path], Path]:
    """One frame of 16000 × 16000, in another container."""

    def make(folder: Path) -> Path:
        ffmpeg("-i", str(written(folder, HUGE)), "-c", "copy", str(folder / f"huge.{kind}"))
        return folder / f"huge.{kind}"

    return make


def huge_that_lies(folder: Path) -> Path:
    """One frame of 16000 × 16000 in a file that says 320 × 180."""
    data = bytearray(HUGE)
    entry, header = data.find(b"avc1", 64), data.find(b"tkhd")
    data[entry + 28 : entry + 32] = struct.pack(">HH", 320, 180)
    data[header + 80 : header + 88] = struct.pack(">II", 320 << 16, 180 << 16)
    return written(folder, bytes(data))


def many_tracks(kind: str, count: int) -> Callable[[Path], Path]:
    """As many pictures side by side as the container takes."""

    def make(folder: Path) -> Path:
        maps = [word for _ in range(count) for word in ("-map", "0")]
        ffmpeg("-f", "lavfi", "-i", "color=s=64x64:r=1:d=1", "-c:v", "mpeg4", str(folder / f"one.{kind}"))
        ffmpeg("-i", str(folder / f"one.{kind}"), *maps, "-c", "copy", str(folder / f"many.{kind}"))
        return folder / f"many.{kind}"

    return make


def half_a_day(kind: str) -> Callable[[Path], Path]:
    """Twelve hours in a few kilobytes."""

    def make(folder: Path) -> Path:
        picture = ("-f", "lavfi", "-i", "color=s=64x64:r=1/60", "-t", "43200", "-c:v", "mpeg4")
        ffmpeg(*picture, str(folder / f"long.{kind}"))
        return folder / f"long.{kind}"

    return make


def cut(name: str, share: float, *options: str) -> Callable[[Path], Path]:
    """A film that ends too soon."""

    def make(folder: Path) -> Path:
        data = make_film(folder, name, seconds=4, options=options).read_bytes()
        (folder / name).write_bytes(data[: int(len(data) * share)])
        return folder / name

    return make


def locked(folder: Path) -> Path:
    """Encrypted as shops do it."""
    key = "00112233445566778899aabbccddeeff"
    scheme = ("-encryption_scheme", "cenc-aes-ctr", "-encryption_key", key, "-encryption_kid", key)
    return make_film(folder, options=scheme)


def only_sound(folder: Path) -> Path:
    """No picture."""
    ffmpeg("-i", str(make_film(folder)), "-vn", "-c", "copy", str(folder / "sound.mp4"))
    return folder / "sound.mp4"


def endless_table(folder: Path) -> Path:
    """Says that it holds two thousand million frames of no bytes."""
    data = bytearray(make_film(folder, sound="none").read_bytes())
    sizes = data.find(b"stsz")
    data[sizes + 8 : sizes + 16] = struct.pack(">II", 1, 2**31 - 1)
    return written(folder, bytes(data))


def endless_times(folder: Path) -> Path:
    """Says that each of its frames lasts a month."""
    data = bytearray(make_film(folder, sound="none").read_bytes())
    times = data.find(b"stts")
    data[times + 16 : times + 20] = struct.pack(">I", 2**31 - 1)
    return written(folder, bytes(data))


def a_zip(folder: Path) -> Path:
    """A zip called a film."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("film.mp4", make_film(folder).read_bytes())
    return written(folder, packed.getvalue())


def shuffled(folder: Path) -> Path:
    """A film's first box, and then chance."""
    head = make_film(folder).read_bytes()[:32]
    return written(folder, head + bytes(range(256)) * 400)


HOSTILE: dict[str, tuple[Callable[[Path], Path], Why]] = {
    "text": (lambda folder: written(folder, b"Dear Rosa,\n" * 1000), Why.NOT_A_FILM),
    "nothing": (lambda folder: written(folder, b""), Why.EMPTY),
    "one byte": (lambda folder: written(folder, b"\0"), Why.NOT_A_FILM),
    "a web page": (lambda folder: written(folder, b"<!doctype html><script>alert(1)</script>"), Why.NOT_A_FILM),
    "a zip": (a_zip, Why.NOT_A_FILM),
    "a playlist": (playlist, Why.ADDRESSES),
    "a concat script": (concat_script, Why.ADDRESSES),
    "a manifest": (manifest, Why.ADDRESSES),
    "a huge frame": (lambda folder: written(folder, HUGE), Why.TOO_MANY_PIXELS),
    "a huge frame that lies": (huge_that_lies, Why.TOO_MANY_PIXELS),
    "a huge frame in a stream": (huge_in("ts"), Why.TOO_MANY_PIXELS),
    "a huge frame in Matroska": (huge_in("mkv"), Why.TOO_MANY_PIXELS),
    "900 tracks": (many_tracks("mp4", 900), Why.TOO_MANY_TRACKS),
    "900 tracks in Matroska": (many_tracks("mkv", 900), Why.TOO_MANY_TRACKS),
    "180 tracks in a stream": (many_tracks("ts", 180), Why.TOO_MANY_TRACKS),
    "half a day": (half_a_day("mp4"), Why.TOO_LONG),
    "half a day in Matroska": (half_a_day("mkv"), Why.TOO_LONG),
    "a month a frame": (endless_times, Why.TOO_LONG),
    "sound alone": (only_sound, Why.NO_PICTURE),
    "cut off": (cut("film.mp4", 0.6), Why.CUT_OFF),
    "cut off after its contents": (cut("film.mp4", 0.6, "-movflags", "+faststart"), Why.CUT_OFF),
    "cut off between its parts": (cut("film.mp4", 0.6, *IN_PARTS), Why.CUT_OFF),
    "cut off in Matroska": (cut("film.mkv", 0.6), Why.CUT_OFF),
    "locked": (locked, Why.ENCRYPTED),
    "an endless table": (endless_table, Why.NO_FRAMES),
    "chance": (shuffled, Why.CUT_OFF),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_that_it_is_refused_in_words(name: str, engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    make, why = HOSTILE[name]
    refusal = engine.inspect_film(load(bench, make(tmp_path)))
    assert isinstance(refusal, Refusal)
    assert refusal.why is why
    assert refusal.sentence


@pytest.mark.parametrize(
    "name", ["a huge frame", "a huge frame that lies", "900 tracks", "half a day", "an endless table"]
)
def test_that_the_child_stays_small(name: str, bench: Workbench, tmp_path: Path) -> None:
    """Also when nothing stands before it: neither the look at the boxes nor the limit of the whole process."""
    told = report_on(load(bench, HOSTILE[name][0](tmp_path)), "mov", FilmLimits(), Watch())
    assert told["kilobytes"] * 1024 < MEMORY_CAP
    assert (told.get("fault") == "memory") == (name == "900 tracks"), "one that got no memory says so"


def test_that_too_large_a_film_is_refused_by_its_size(bench: Workbench, tmp_path: Path, engine: Engine) -> None:
    small = Engine(engine.binary, FilmLimits(size=MIB))
    assert small.inspect_film(load(bench, bytes(3 * MIB))) == Refusal(Why.TOO_LARGE, {"megabytes": 3, "limit": 1})


def with_chapters(folder: Path) -> Path:
    """Chapters that tell a story."""
    lines = [";FFMETADATA1"] + [f"[CHAPTER]\nSTART={n}000\nEND={n}999\ntitle=Leo {n}" for n in range(100)]
    (folder / "chapters.txt").write_text("\n".join(lines))
    told = ("-i", str(make_film(folder, "plain.mp4")), "-i", str(folder / "chapters.txt"))
    ffmpeg(*told, "-map_metadata", "1", "-map_chapters", "1", "-c", "copy", str(folder / "told.mp4"))
    return folder / "told.mp4"


def small_and_huge(folder: Path) -> bytes:
    """A stream of small frames in which one of 16000 × 16000 comes last."""
    offset = ("-output_ts_offset", "2")
    ffmpeg("-i", str(written(folder, HUGE)), "-c", "copy", *offset, str(folder / "huge.ts"))
    return make_film(folder, "small.ts", sound="none").read_bytes() + (folder / "huge.ts").read_bytes()


def absurd(folder: Path) -> Path:
    """Lies askew by a little."""
    film = make_film(folder)
    lay(film, (1, 0, 0, 2))
    return film


HARMLESS: dict[str, Callable[[Path], bytes]] = {
    "a virus test behind it": lambda folder: make_film(folder).read_bytes() + b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR",
    "a zip behind it": lambda folder: make_film(folder, "a.mp4").read_bytes() + a_zip(folder).read_bytes(),
    "a hundred chapters": lambda folder: with_chapters(folder).read_bytes(),
    "an absurd matrix": lambda folder: absurd(folder).read_bytes(),
    "in parts": lambda folder: make_film(folder, sound="none", options=IN_PARTS).read_bytes(),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_that_a_good_film_with_something_odd_is_used_without_it(
    name: str, engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    film = load(bench, HARMLESS[name](tmp_path))
    info = engine.inspect_film(film)
    assert isinstance(info, MediaInfo)
    made = engine.prepare_film(bench, film, info)
    assert not isinstance(made, Refusal)
    assert numbers(made.study) == list(range(60))


def test_that_a_film_whose_frames_turn_huge_midway_is_refused_in_words(
    each_engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    film = load(bench, small_and_huge(tmp_path))
    info = each_engine.inspect_film(film)
    assert isinstance(info, MediaInfo)
    assert each_engine.prepare_film(bench, film, info) == Refusal(Why.DAMAGED)
