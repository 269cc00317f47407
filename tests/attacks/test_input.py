"""What strangers type: SQL, paths, strange JSON. Refused or taken literally, never a crash."""

import json
import time

import pytest
from fitting_arguments import fitting, is_action, path_of, routed, text_arguments

SQL = (
    "' OR '1'='1",
    "'; DROP TABLE identity_user; --",
    "x' UNION SELECT login, password_hash FROM identity_user --",
    "%' AND pg_sleep(30) IS NULL --",
    "\\'; SELECT 1 --",
)
PATHS = (
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "/etc/passwd",
    "//etc/passwd",
    "assets/../../http/server.py",
    "assets/..%2f..%2fhttp%2fserver.py",
    "..%5c..%5cetc%5cpasswd",
    "%00",
    "a%00.png",
    "%ef%bc%8e%ef%bc%8e/etc/passwd",
)
CHECK = "/api/v1/quality/record_check"
NOTE = "/api/v1/execution/add_note"


@pytest.fixture(scope="module")
def administrator(site):
    return site.browser("administrator")


def questions():
    return [each for each in routed() if not is_action(each) and text_arguments(each)]


@pytest.mark.parametrize("entry", questions(), ids=lambda entry: entry.name)
def test_sql_in_a_question_is_refused_or_finds_nothing(site, administrator, entry):
    for name in text_arguments(entry):
        for word in SQL:
            start = time.perf_counter()
            answer = administrator.get(path_of(entry), params=fitting(entry) | {name: word})
            assert answer.status_code < 500, (name, word, answer.text)
            assert time.perf_counter() - start < 25, (name, word)
            assert "password_hash" not in answer.text.replace(SQL[2], "")
            assert "argon2" not in answer.text


def test_the_tables_still_stand_after_all_that(site, administrator):
    assert len(administrator.get("/api/v1/identity/users").json()) >= 9


@pytest.mark.parametrize("entry", questions(), ids=lambda entry: entry.name)
def test_odd_text_in_a_question_is_no_crash(administrator, entry):
    for name in text_arguments(entry):
        for word in ("\0", "%", "_", "\u202e", "x" * 5000, "\U0001f4a9", "[[[", "(((((", "*"):
            answer = administrator.get(path_of(entry), params=fitting(entry) | {name: word})
            assert answer.status_code < 500, (name, word[:20], answer.text)


@pytest.mark.parametrize(
    "entry", [each for each in routed() if not is_action(each)], ids=lambda entry: entry.name
)
def test_odd_numbers_and_times_in_a_question_are_no_crash(administrator, entry):
    schema = entry.arguments.model_json_schema().get("properties", {})
    for name, shape in schema.items():
        for word in odd_values(json.dumps(shape)):
            answer = administrator.get(path_of(entry), params=fitting(entry) | {name: word})
            assert answer.status_code < 500, (name, word, answer.text)


def odd_values(shape):
    if "date-time" in shape:
        return ("2026-10-05T06:00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1e9")
    if '"date"' in shape:
        return ("0001-01-01", "9999-12-31")
    if '"integer"' in shape:
        return ("-1", "0", "9223372036854775808", "1e400", "1" * 400)
    return ("nan", "inf", "-1e308", "0", "-1") if '"number"' in shape else ()


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_out_of_the_pages_or_the_files(administrator, path):
    for start in ("/", "/api/v1/files/", "/assets/"):
        answer = administrator.get(start + path)
        assert answer.status_code < 500, answer.text
        assert "root:" not in answer.text
        assert "def create_app" not in answer.text
        if answer.request.url.raw_path.startswith(b"/api/"):
            assert answer.status_code in (404, 422)


def test_a_stored_page_is_never_served_as_a_page(site, administrator):
    digest = site.world.files.put(b"<script>alert(1)</script>")
    answer = administrator.get(f"/api/v1/files/{digest}", params={"type": "text/html"})
    assert answer.headers["content-type"].startswith("application/octet-stream")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_every_answer_carries_the_protecting_headers(site, administrator):
    for path in ("/", "/api/v1/identity/me", "/api/v1/nothing", "/api/v1/openapi.json"):
        for client in (administrator, site.stranger()):
            headers = client.get(path).headers
            assert "default-src 'self'" in headers["content-security-policy"]
            assert "'unsafe-inline'" not in headers["content-security-policy"].split("style")[0]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"


def check_with(value):
    return '{"check": {"characteristic": "x", "lot": "x", "value": %s}}' % value  # noqa: UP031


ODDITIES = {
    "a number past all numbers": check_with("1e400"),
    "not a number": check_with("NaN"),
    "infinity": check_with("-Infinity"),
    "a number of many digits": check_with("1" * 5000),
    "deep lists": '{"text": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "deep objects": '{"text": ' + '{"a":' * 50_000 + "1" + "}" * 50_000 + "}",
    "half a surrogate": '{"text": "\\ud800"}',
    "half a surrogate as a key": '{"text": "x", "\\udfff": 1}',
    "the same key twice": '{"text": "kept", "text": "shown"}',
    "a zero byte": '{"text": "a\\u0000b"}',
    "cut off": '{"text": "a',
    "nothing": "",
    "a list": "[]",
    "null": "null",
    "two documents": '{"text": "a"}{"text": "b"}',
    "not UTF-8": b'{"text": "\xff\xfe"}',
    "a comment": '{"text": "a"} // b',
}


@pytest.mark.parametrize("name", sorted(ODDITIES))
def test_strange_json_is_refused_quickly(administrator, name):
    for path in (CHECK, NOTE, "/api/v1/login"):
        start = time.perf_counter()
        answer = administrator.post(
            path, content=ODDITIES[name], headers={"Content-Type": "application/json"}
        )
        assert 400 <= answer.status_code < 500, (path, answer.text)
        assert time.perf_counter() - start < 10


@pytest.mark.parametrize("word", ["{}", "null", "text", "multipart/form-data; boundary=x"])
def test_another_kind_of_body_is_refused(administrator, word):
    answer = administrator.post(NOTE, content=b'{"text":"a"}', headers={"Content-Type": word})
    assert 400 <= answer.status_code < 500


def test_an_error_tells_neither_stack_nor_sql(administrator):
    for path in ("/api/v1/execution/order?order=x", "/api/v1/tracing/lot?lot='", "/api/v1/x"):
        told = administrator.get(path).text
        assert "Traceback" not in told
        assert "SELECT" not in told
