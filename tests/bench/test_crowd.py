"""A crowd counts every answer that is none, and nothing of that kind is ever timed."""

from __future__ import annotations

import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench import people_at_work
from bench.answers import NoAnswer, check, fault
from bench.application import posting
from bench.people_at_work import Person, at_work
from bench.recorded import Sent

BODIES = {
    "/good": (200, b'{"response":{}}'),
    "/error": (500, b"oops"),
    "/away": (302, b""),
    "/door": (200, b'<form method="post" action="/sign-in">'),
    "/notice": (200, b'{"children":"This could not be shown."}'),
}


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status, body = BODIES[self.path]
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(("path", "is_good"), [(path, path == "/good") for path in BODIES])
def test_each_answer_that_is_none_is_a_fault(address, monkeypatch, path, is_good):
    monkeypatch.setattr(people_at_work, "THINK_SECONDS", (0.0, 0.01))
    walk = {"first": [Sent(path, b"")], "then": [Sent(path, b"")]}
    people = [Person("secret", walk, random.Random(place)) for place in range(2)]  # noqa: S311
    run = at_work(address, people, 0.3)
    assert len(run.times_ms) > 2
    assert len(run.faults) == (0 if is_good else len(run.times_ms))
    assert ("failed:" in run.told()) is not is_good
    assert 0 < run.percentile(50) <= run.percentile(95) <= run.percentile(99)


def test_a_server_that_is_gone_is_a_fault(monkeypatch):
    monkeypatch.setattr(people_at_work, "THINK_SECONDS", (0.0, 0.01))
    walk = {"first": [Sent("/", b"")], "then": [Sent("/", b"")]}
    run = at_work("http://127.0.0.1:9", [Person("secret", walk, random.Random(1))], 0.05)  # noqa: S311
    assert run.faults
    assert len(run.faults) == len(run.times_ms)


def test_the_percentiles_are_those_of_the_list():
    run = people_at_work.Crowd(1.0, times_ms=[float(ms) for ms in range(100, 0, -1)])
    assert [run.percentile(share) for share in (50, 95, 99)] == [51, 96, 100]


def test_what_is_no_answer_is_not_timed():
    def wsgi(_environ, start):
        start("200 OK", [])
        return Chunks([BODIES["/notice"][1]])

    class Chunks(list):
        def close(self):
            pass

    with pytest.raises(NoAnswer, match="could not be shown"):
        posting(wsgi, "/", {})()
    with pytest.raises(NoAnswer, match="answered 302"):
        check("/", 302, b"")
    assert fault(200, b'{"children":"Supplies"}') == ""
