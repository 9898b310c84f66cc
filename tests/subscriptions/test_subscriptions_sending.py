"""Where a message may go: the addresses refused, and what a real receiver's answers come to."""

import http.server
import socket
import threading

import pytest

from creditsvc.subscriptions import domain, sending
from creditsvc.subscriptions.domain import may_reach
from creditsvc.subscriptions.sending import Sender

HERE = ("127.0.0.0/8",)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
        "::127.0.0.1", "fec0::1", "192.0.0.8", "192.88.99.1", "3fff::1", "5f00::1", "240.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b:1::1", "64:ff9b::a00:1",
    ],
)  # fmt: skip
def test_no_address_of_ours_or_of_a_neighbour_is_reached(host):
    assert not may_reach(host, ())


@pytest.mark.parametrize("host", ["1.1.1.1", "2400:3200::1", "64:ff9b::101:101"])
def test_the_open_internet_is_reached(host):
    assert may_reach(host, ())


def test_a_network_that_the_operator_allows_is_reached_and_its_neighbour_is_not():
    assert may_reach("10.1.255.255", ("10.1.0.0/16",))
    assert not may_reach("10.2.0.0", ("10.1.0.0/16",))


class Hook(http.server.BaseHTTPRequestHandler):
    """Answers as its path says."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        status = int(self.path.strip("/") or 200)
        self.server.paths.append(self.path)
        self.send_response(status)
        self.send_header("Retry-After", "7")
        self.send_header("Location", "/200")
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


@pytest.fixture(scope="module")
def hook():
    server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
    server.paths = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def post(hook, path="/200", networks=HERE):
    url = f"http://127.0.0.1:{hook.server_port}{path}"
    return Sender(networks=networks).post(url, b"{}", {"webhook-id": "1"})


@pytest.mark.parametrize(
    ("status", "taken"), [(200, True), (204, True), (302, False), (410, False), (503, False)]
)
def test_only_a_2xx_is_an_acknowledgement_and_no_redirect_is_followed(hook, status, taken):
    hook.paths.clear()
    answer = post(hook, f"/{status}")
    assert (answer.status, answer.taken, answer.retry_after.total_seconds()) == (status, taken, 7)
    assert hook.paths == [f"/{status}"]


def test_where_loopback_is_not_allowed_nothing_is_sent(hook):
    hook.paths.clear()
    assert post(hook, networks=()).text == "address-refused"
    assert hook.paths == []


def test_a_name_is_judged_by_all_its_addresses_at_the_moment_of_sending(hook, monkeypatch):
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, hook.server_port))
        for host in ("1.1.1.1", "127.0.0.1")
    ]
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_, **__: found)
    answer = Sender(networks=()).post("https://rebound.example/", b"{}", {})
    assert (answer.taken, answer.text) == (False, "address-refused")


def test_a_receiver_that_never_ends_its_answer_is_cut_off(monkeypatch):
    monkeypatch.setattr(sending, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert Sender(networks=HERE).post(url, b"{}", {}).text == "timeout"


def test_a_name_that_is_never_found_is_waited_for_no_longer_than_an_address(monkeypatch):
    monkeypatch.setattr(sending, "CONNECT", 0.1)
    found = threading.Event()
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_, **__: found.wait(30) and [])
    answer = Sender(networks=()).post("https://slow.example/", b"{}", {})
    found.set()
    assert (answer.taken, answer.text) == (False, "timeout")


def test_many_dead_addresses_of_a_name_are_not_each_waited_for(monkeypatch):
    monkeypatch.setattr(sending, "PATIENCE", 0.3)
    tried = []

    class Dead(socket.socket):
        def connect(self, place):
            tried.append(place)
            sending.time.sleep(self.gettimeout())
            raise TimeoutError

    places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"1.1.1.{no}", 443)) for no in range(9)]
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_, **__: places)
    monkeypatch.setattr(sending.socket, "socket", Dead)
    assert Sender(networks=()).post("https://dead.example/", b"{}", {}).text == "timeout"
    assert len(tried) == 1


def test_nobody_at_the_address_is_a_failure_and_no_exception():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    answer = Sender(networks=HERE).post(f"http://127.0.0.1:{port}/", b"{}", {})
    assert (answer.taken, answer.text) == (False, "connection")


def test_a_name_that_cannot_be_is_a_failure_and_no_exception():
    for host in ("a" * 64 + ".example", "a..example"):
        assert Sender(networks=()).post(f"https://{host}/", b"{}", {}).text == "connection"


def test_a_receiver_that_speaks_no_tls_is_told_nothing(hook):
    hook.paths.clear()
    answer = Sender(networks=HERE).post(f"https://127.0.0.1:{hook.server_port}/", b"{}", {})
    assert (answer.text, hook.paths) == ("tls", [])


@pytest.mark.parametrize(
    ("failures", "pause"), [(1, 5), (2, 300), (9, 86400), (10, None)]
)  # fmt: skip
def test_pauses_grow_to_a_day_and_then_it_is_given_up(failures, pause):
    least, most = (domain.pause_after(failures, spread, None) for spread in (0, 1))
    assert (least and least.total_seconds()) == pause
    assert (most and most.total_seconds()) == (pause and pause * 1.2)
