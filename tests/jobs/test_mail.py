"""Mail through a real mail server on this machine."""

from __future__ import annotations

import ipaddress
import re
import ssl
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from data.store.link_tokens import Purpose, holder
from data.store.outbox import STUCK, Link, Message, OutboxMail, claim, post
from data.store.tables import utc_now
from data.store.users import add_user
from jobs import mail as sending
from jobs.mail import bind_mail, send_due
from jobs.queue import MAIL, queue
from tests.data.store.conftest import free_port
from tests.jobs.mail_server import Server

LOCAL = ipaddress.ip_address("127.0.0.1")
LINKED = Message(
    "k1", "a@demo.example", "Ünïcode & <b>", ("Good day <i>A</i>,", "Do it.", "Or leave it."),
    Link("Set a new password", "/password", Purpose.RESET),
)  # fmt: skip


def _signs_in(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=data == LoginPassword(b"plumb", b"line"), handled=False)


@pytest.fixture
def server():
    return Server()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[str, ssl.SSLContext]:
    """A certificate of 127.0.0.1 that signs itself: its file, and the server's side of it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(utc_now() - timedelta(days=1))
        .not_valid_after(utc_now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(LOCAL)]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return str(folder / "cert.pem"), context


@pytest.fixture
def mailing(server, settings, certificate):
    """Settings that lead to a server of our own, which asks for encryption and a sign-in."""
    controller = Controller(
        server, hostname="127.0.0.1", port=free_port(), authenticator=_signs_in,
        auth_required=True, tls_context=certificate[1], require_starttls=True,
    )  # fmt: skip
    controller.start()
    yield settings.model_copy(
        update={
            "smtp_host": "127.0.0.1", "smtp_port": controller.port, "smtp_security": "starttls",
            "smtp_user": "plumb", "smtp_password": "line", "smtp_ca_file": certificate[0],
            "mail_sender": "Plumbline <money@north.example>",
            "public_address": "https://plumbline.north.example",
        }
    )  # fmt: skip
    controller.stop()


@pytest.fixture
def account(store) -> int:
    with store.transaction() as tx:
        return add_user(tx, email="a@demo.example", name="A", now=utc_now()).id


def put(store, message=LINKED):
    with store.transaction() as tx:
        post(tx, message)


def state(store) -> tuple[str, str, int]:
    with store.reading() as tx:
        [mail] = tx.scalars(select(OutboxMail))
        return mail.state, mail.problem, mail.attempts


def secret_in(mail) -> str:
    text = mail.get_body(("plain",)).get_content()
    return re.search(r"https://plumbline\.north\.example/password\?link=(\S+)", text)[1]


def test_a_mail_arrives_as_text_and_html_with_a_link_that_works(store, mailing, server, account):
    put(store)
    assert send_due(mailing, store) == 1
    [mail] = server.mails
    assert mail["From"] == "Plumbline <money@north.example>"
    assert (mail["To"], mail["Subject"]) == ("a@demo.example", "Ünïcode & <b>")
    html = mail.get_body(("html",)).get_content()
    assert "&lt;i&gt;A&lt;/i&gt;" in html
    assert secret_in(mail) in html
    with store.reading() as tx:
        assert holder(tx, secret_in(mail), utc_now()).id == account
        [kept] = tx.connection().exec_driver_sql("select * from link_token").mappings()
    assert secret_in(mail) not in str(dict(kept))
    assert state(store)[0] == "sent"
    assert send_due(mailing, store) == 0


def test_nothing_is_sent_without_a_server_and_nothing_is_lost(store, settings):
    put(store)
    assert send_due(settings, store) == 0
    assert state(store) == ("waiting", "", 0)


def test_a_busy_server_is_tried_again_later(store, mailing, server, account):
    server.answers = ["451 busy", "451 busy"]
    start = utc_now() + timedelta(seconds=1)
    put(store)
    assert send_due(mailing, store, lambda: start) == 0
    assert state(store) == ("waiting", "The mail server said: 451 busy", 1)
    assert send_due(mailing, store, lambda: start + timedelta(seconds=59)) == 0
    assert state(store)[2] == 1
    send_due(mailing, store, lambda: start + timedelta(seconds=61))
    assert send_due(mailing, store, lambda: start + timedelta(minutes=7)) == 1
    assert state(store) == ("sent", "", 3)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"smtp_ca_file": ""}, "SSLCertVerificationError"),
        ({"smtp_password": "guessed"}, "535"),
        ({"smtp_security": "none"}, "SMTPNotSupportedError"),
    ],
)
def test_a_stranger_gets_no_mail_of_ours_and_ours_waits(
    store, mailing, server, account, change, told
):
    put(store)
    assert send_due(mailing.model_copy(update=change), store) == 0
    assert server.mails == []
    assert told in state(store)[1]


def test_a_server_that_is_gone_is_given_up_after_a_day(store, mailing, server, account):
    gone = mailing.model_copy(update={"smtp_port": 9})
    put(store)
    moment = utc_now() + timedelta(seconds=1)
    for number in range(len(sending.RETRY_MINUTES) + 3):
        send_due(gone, store, lambda n=number: moment + n * timedelta(hours=13))
    told, problem, attempts = state(store)
    assert (told, attempts) == ("failed", len(sending.RETRY_MINUTES) + 1)
    assert "could not be reached" in problem


def test_an_address_that_is_refused_fails_at_once_and_holds_nobody_else_up(store, mailing, server):
    put(store, Message("k0", "nobody@demo.example", "Hello", ("Good day,",)))
    put(store, Message("k1", "a@demo.example", "Hello", ("Good day,",)))
    assert send_due(mailing, store) == 1
    with store.reading() as tx:
        states = dict(tx.execute(select(OutboxMail.recipient, OutboxMail.state)).all())
        problem = tx.scalar(select(OutboxMail.problem).where(OutboxMail.state == "failed"))
    assert states == {"nobody@demo.example": "failed", "a@demo.example": "sent"}
    assert problem == "The address was refused: 550 no such person"


def test_a_crash_after_sending_repeats_one_mail_and_says_so(
    store, mailing, server, account, monkeypatch
):
    """The mail is taken and then the process ends: the next one cannot know."""
    monkeypatch.setattr(sending, "mark_sent", lambda *_: (_ for _ in ()).throw(SystemExit))
    start = utc_now() + timedelta(seconds=1)
    put(store)
    for minutes in (0, 11, 22, 33):
        moment = start + timedelta(minutes=minutes)
        try:
            send_due(mailing, store, lambda moment=moment: moment)
        except SystemExit:
            continue
    assert [mail["X-Plumbline-Repeat"] for mail in server.mails] == [None, "perhaps sent before"]
    assert server.mails[0]["Message-ID"] == server.mails[1]["Message-ID"]
    assert state(store)[:2] == ("failed", "It is not known whether this was sent.")
    with store.reading() as tx:  # whichever of the two is opened, its link works
        for mail in server.mails:
            assert holder(tx, secret_in(mail), start + timedelta(minutes=12)).id == account


def test_a_link_for_nobody_is_dropped_with_its_address(store, mailing, server):
    put(store)
    assert send_due(mailing, store) == 0
    assert state(store)[0] == "dropped"
    assert server.mails == []
    with store.reading() as tx:
        assert tx.scalar(select(OutboxMail.recipient)) == ""


def test_two_workers_send_a_mail_once(store, mailing, account):
    put(store)
    with store.transaction() as tx:
        assert claim(tx, utc_now() + timedelta(seconds=1))
    assert send_due(mailing, store, lambda: utc_now() + STUCK / 2) == 0


def test_new_mail_calls_the_worker(store, mailing, server, account):
    huey = queue(mailing, MAIL)
    store.when_mail_waits = bind_mail(huey, mailing, store)
    put(store)
    assert len(huey) == 1
    huey.execute(huey.dequeue())
    assert len(server.mails) == 1
    huey.storage.close()
