"""A language model may choose the words, never the facts: against a scripted peer on loopback."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from lineside.copilot import wording
from lineside.copilot.wording import keeps_facts, reword
from lineside.kernel.settings import Settings

TEXT = "OEE, 2026-10-05 06:00 - 14:00. GR-04: 71.5 %; GR-05: 64 %."
GOOD = "OEE (2026-10-05 06:00 - 14:00): GR-04 reached 71.5 %, GR-05 reached 64 %."


@pytest.fixture
def peer():
    """A server that speaks the OpenAI chat format and says what it was told to."""
    script = {"content": GOOD, "finish_reason": "stop", "status": 200, "raw": None}
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            heard.append((self.path, self.headers, json.loads(self.rfile.read(length))))
            choice = {"message": {"role": "assistant", "content": script["content"]},
                      "finish_reason": script["finish_reason"]}  # fmt: skip
            body = script["raw"] or json.dumps({"choices": [choice]}).encode()
            self.send_response(script["status"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/v1"
    yield Settings(model_url=url, model_name="tiny", model_key="secret"), script, heard
    server.shutdown()
    server.server_close()
    thread.join()


def test_better_words_are_taken(peer):
    settings, _, heard = peer
    assert reword(settings, TEXT) == GOOD
    path, headers, body = heard[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret"
    assert body["model"] == "tiny"
    assert body["messages"][1]["content"] == TEXT


@pytest.mark.parametrize(
    "said",
    [
        GOOD.replace("71.5", "91.5"),
        GOOD.replace("71.5", "64").replace("reached 64 %.", "reached 71.5 %."),
        GOOD + " That is 2 points better.",
        GOOD + " See https://example.org",
        GOOD.replace("reached 71.5", "did not reach 71.5"),
        GOOD.replace("GR-05", "the other grinder"),
        "",
        "   ",
        GOOD + " very" * 400,
    ],
)
def test_other_facts_fall_back_to_the_answers_own_words(peer, said):
    settings, script, _ = peer
    script["content"] = said
    assert reword(settings, TEXT) == TEXT


@pytest.mark.parametrize(
    "change",
    [{"finish_reason": "length"}, {"status": 500}, {"status": 302}, {"raw": b"no json"},
     {"raw": b"{}"}, {"content": None}, {"raw": b'{"choices": []}'}],
)  # fmt: skip
def test_a_broken_or_cut_off_reply_falls_back(peer, change):
    settings, script, _ = peer
    script.update(change)
    assert reword(settings, TEXT) == TEXT


def test_nobody_there_or_too_slow_falls_back(monkeypatch):
    monkeypatch.setattr(wording, "LIMIT_S", 0.2)
    assert reword(Settings(model_url="http://127.0.0.1:9/v1"), TEXT) == TEXT
    assert reword(Settings(model_url="no address"), TEXT) == TEXT
    assert reword(Settings(), TEXT) == TEXT


def test_the_same_numbers_in_the_same_order_keep_the_facts():
    assert keeps_facts(TEXT, GOOD)
    assert not keeps_facts("3 of 4", "4 of 3")
