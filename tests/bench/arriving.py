"""What sealing costs a film that arrives: MB per CPU-second of the web server, against nginx that writes it to files.

nginx has to be there (Debian: nginx-light). It takes the same parts over the same kind of line, and hands them on to
nobody. The portal's server also asks at every part who sends it, and makes sure that it is on the disk.
"""

import http.client
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import Figure
from tests.bench.big import MIB, parts_of
from tests.bench.house import PAGE, Served, furnished, started, web
from tests.cast import Cast, signed_in
from tests.servers import free_port
from tests.videos.films import make_film
from tests.videos.tus import line_to

SIZE = 256 * MIB
ROUNDS = 5
THREADS = 8
_SETTINGS = """
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr crit;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location = {page} {{ return 200; }}
    location / {{
      client_max_body_size 1g; client_body_in_file_only on;
      proxy_pass http://127.0.0.1:{port}{page}; proxy_pass_request_body off; proxy_set_header Content-Length "";
    }}
  }}
}}
"""


def run() -> list[Figure]:
    with furnished() as cast, web(THREADS) as ours, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = make_film(folder, options=("-movflags", "+faststart")).read_bytes()
        with _nginx(folder) as theirs:
            rounds = [(_to_us(ours, cast, film), _to_nginx(theirs, film, folder)) for _ in range(ROUNDS)]
    sealing, plain = (SIZE / 1e6 / statistics.median(side) for side in zip(*rounds, strict=True))
    told = f"MB per CPU-second that arrive: sealed ÷ nginx that writes them to a file ({sealing:.0f} ÷ {plain:.0f})"
    return [Figure(told, statistics.median(theirs / ours for ours, theirs in rounds), 0.4)]


@contextmanager
def _nginx(folder: Path) -> Iterator[Served]:
    port = free_port()
    folder.chmod(0o755)
    (folder / "nginx.conf").write_text(_SETTINGS.format(folder=folder, port=port, page=PAGE))
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if not program:
        raise SystemExit("This bench needs nginx (Debian: apt install nginx-light).")
    with started([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], port) as served:
        yield served


def _to_us(served: Served, cast: Cast, film: bytes) -> float:
    line, at = line_to(f"http://127.0.0.1:{served.port}", signed_in(cast.maya), cast, SIZE), 0
    began = served.cpu
    for part in parts_of(film, SIZE):
        assert line.send(part, at) == 204, at
        at += len(part)
    return served.cpu - began


def _to_nginx(served: Served, film: bytes, folder: Path) -> float:
    began = served.cpu
    for part in parts_of(film, SIZE):
        line = http.client.HTTPConnection("127.0.0.1", served.port)
        line.request("PATCH", "/", part)
        assert line.getresponse().status == 200
        line.close()
    spent = served.cpu - began
    kept = [path for path in (folder / "body").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in kept) == SIZE
    for path in kept:
        path.unlink()
    return spent
