"""Short messages go the real way: over HTTP to a provider, whose signed reports come back."""

from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import httpx
import pytest
from flask import Flask, Response, request
from werkzeug.serving import BaseWSGIServer, make_server

from config.environment import SmsProvider
from config.mailbox.postbox import Postbox
from config.mailbox.server import create_mailbox
from config.settings import Texting, load_settings
from config.texting import sms_of
from delivery.sms import Fate, InvalidReport, Report, Sms, SmsProblem, SmsRefused, SmsUnavailable
from delivery.twilio import SIGNATURE, TwilioSms, sign
from tests.ports import HOST, free_ports

#: Seconds for a report to come back, on a busy machine.
SOON = 60.0
TOKEN = "t" * 32
NUMBER, LOST = "+2290197000000", "+2290197009999"


def served(app: Flask, port: int) -> BaseWSGIServer:
    server = make_server(HOST, port, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def postbox(tmp_path: Path) -> Postbox:
    return Postbox(tmp_path / "mailbox")


@pytest.fixture
def reports() -> Queue[Report | InvalidReport]:
    return Queue()


@pytest.fixture
def port(postbox: Postbox, reports: Queue[Report | InvalidReport]) -> Iterator[TwilioSms]:
    """Open a provider and a portal that hears its reports."""
    there, here = free_ports(2)
    account = Texting(SmsProvider.LOCAL, "demo", TOKEN, "eServices", f"http://{HOST}:{there}", 9)
    texts = TwilioSms(
        account="demo",
        token=TOKEN,
        sender="eServices",
        reports_to=f"http://{HOST}:{here}/reports",
        api=account.api,
    )
    portal = Flask("portal")

    @portal.post("/reports")
    def report() -> Response:
        fields = [*request.form.items(multi=True), *request.args.items(multi=True)]
        try:
            reports.put(texts.read_report(fields, dict(request.headers)))
        except InvalidReport as refused:
            reports.put(refused)
        return Response(status=204)

    servers = [served(create_mailbox(postbox, account), there), served(portal, here)]
    yield texts
    for server in servers:
        server.shutdown()
        server.server_close()


def an_sms(**changes: str) -> Sms:
    return Sms(**{"recipient": NUMBER, "text": "Dossier : à l'étude", "key": "12"} | changes)  # type: ignore[arg-type]  # changed by name


def test_a_message_arrives_and_its_arrival_is_reported(
    port: TwilioSms, postbox: Postbox, reports: Queue[Report]
) -> None:
    identifier = port.send(an_sms())

    assert reports.get(timeout=SOON) == Report("12", identifier, Fate.DELIVERED)
    (letter,) = postbox.letters()
    assert (letter.recipient, letter.body.strip()) == (NUMBER, "Dossier : à l'étude")
    assert letter.is_short


def test_a_telephone_out_of_reach_is_reported(port: TwilioSms, reports: Queue[Report]) -> None:
    identifier = port.send(an_sms(recipient=LOST))

    told = reports.get(timeout=SOON)
    assert told == Report("12", identifier, Fate.FAILED, SmsProblem.UNREACHABLE)


def test_a_message_handed_over_before_is_found_again(port: TwilioSms) -> None:
    identifier = port.send(an_sms(key=""))

    assert port.find(an_sms()) == identifier
    assert port.find(an_sms(text="Autre")) is None
    assert port.find(an_sms(recipient="+2290197000001")) is None


def test_one_that_was_lost_is_not_taken_for_sent(port: TwilioSms) -> None:
    port.send(an_sms(recipient=LOST, key=""))

    assert port.find(an_sms(recipient=LOST)) is None


def test_what_is_no_number_is_refused_for_good(port: TwilioSms) -> None:
    with pytest.raises(SmsRefused, match="number"):
        port.send(an_sms(recipient="97"))
    with pytest.raises(SmsRefused, match="too_long"):
        port.send(an_sms(text="a" * 1601))


def test_a_wrong_account_waits_for_its_settings_to_be_mended(port: TwilioSms) -> None:
    stranger = TwilioSms(
        account="demo", token="x" * 32, sender="A", reports_to=port.reports_to, api=port.api
    )

    with pytest.raises(SmsUnavailable, match="settings"):
        stranger.send(an_sms())


def test_a_provider_that_does_not_answer_is_waited_for() -> None:
    (nobody,) = free_ports(1)
    texts = TwilioSms(
        account="demo", token=TOKEN, sender="A", reports_to="", api=f"http://{HOST}:{nobody}"
    )

    with pytest.raises(SmsUnavailable, match="no_answer"):
        texts.send(an_sms())


def test_a_report_that_the_provider_did_not_sign_is_refused(
    port: TwilioSms, reports: Queue[Report | InvalidReport]
) -> None:
    address = f"{port.reports_to}?notice=12"
    fields = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    genuine = sign(address, list(fields.items()), TOKEN)
    forgeries = (
        (address, fields, ""),
        (address, fields, sign(address, list(fields.items()), "other")),
        (address, {**fields, "MessageStatus": "failed"}, genuine),
        (f"{port.reports_to}?notice=13", fields, genuine),
    )

    for where, said, signature in forgeries:
        httpx.post(where, data=said, headers={SIGNATURE: signature})
        assert isinstance(reports.get(timeout=SOON), InvalidReport)
    httpx.post(address, data=fields, headers={SIGNATURE: genuine})
    assert reports.get(timeout=SOON) == Report("12", "SM1", Fate.DELIVERED)


def test_the_signature_is_the_one_of_the_providers_own_example() -> None:
    fields = {
        "Digits": "1234",
        "To": "+18005551212",
        "From": "+14158675310",
        "Caller": "+14158675310",
        "CallSid": "CA1234567890ABCDE",
    }
    address = "https://example.com/myapp.php?foo=1&bar=2"

    assert sign(address, list(fields.items()), "12345") == "L/OH5YylLD5NRKLltdqwSvS0BnU="


def test_a_message_on_its_way_has_no_fate_yet(port: TwilioSms) -> None:
    fields = {"MessageSid": "SM1", "MessageStatus": "sent"}
    signature = sign(f"{port.reports_to}?notice=1", list(fields.items()), TOKEN)

    told = port.read_report([*fields.items(), ("notice", "1")], {SIGNATURE: signature})

    assert told == Report("1", "SM1", None)


def test_the_settings_choose_the_provider(tmp_path: Path) -> None:
    folder = {"ESERVICES_DATA": str(tmp_path)}
    local = sms_of(load_settings(folder))
    real = {
        "ESERVICES_SMS_PROVIDER": "twilio",
        "ESERVICES_SMS_ACCOUNT": "AC1",
        "ESERVICES_SMS_TOKEN": "secret",
        "ESERVICES_SMS_FROM": "MINISTERE",
    }
    twilio = sms_of(load_settings(folder | real))

    assert local is not None
    assert local.api == "http://127.0.0.1:8002"
    assert twilio is not None
    assert twilio.api == "https://api.twilio.com"
    assert "secret" not in repr(twilio)
    assert sms_of(load_settings(folder | {"ESERVICES_SMS_PROVIDER": "none"})) is None
