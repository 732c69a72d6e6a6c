"""Answers: their headers, their weight, their languages, and what they say when something fails."""

import gzip
import re

import pytest
from sqlalchemy import Engine, create_engine

from eservices.portal.assets import band
from payments.errors import ProviderUnavailable
from tests.builders.portal import TYPED, Site
from tests.builders.visitor import Visitor

KILOBYTE = 1024
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def transferred(visitor: Visitor, address: str) -> int:
    """Count the bytes of an answer as a browser receives it, headers included."""
    answer = visitor.client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    return len(answer.get_data()) + len(str(answer.headers))


def linked(visitor: Visitor, address: str) -> set[str]:
    """List the files that a page makes the browser ask for."""
    return set(LINKED.findall(visitor.client.get(address).get_data(as_text=True)))


def test_the_first_page_and_all_it_needs_weigh_less_than_60_kilobytes(visitor: Visitor) -> None:
    needed = linked(visitor, "/")
    weight = transferred(visitor, "/") + sum(transferred(visitor, one) for one in needed)

    assert len(needed) == 3
    assert weight <= 60 * KILOBYTE


def test_later_pages_weigh_less_than_15_kilobytes(visitor: Visitor) -> None:
    known = linked(visitor, "/")
    visitor.start()
    pages = ["/services/criminal-record", visitor.at, "/verify", "/track", "/accessibility"]
    visitor.press(TYPED["identity"]).press(TYPED["purpose"])
    pages.append(visitor.at)
    case = visitor.apply()
    pages += [case, f"{case}/payment", f"{case}/confirmation"]

    for page in pages:
        more = linked(visitor, page) - known
        weight = transferred(visitor, page) + sum(transferred(visitor, one) for one in more)
        assert weight <= 15 * KILOBYTE, page


def test_static_files_are_kept_for_ever_and_change_address_with_their_content(
    visitor: Visitor,
) -> None:
    for address in linked(visitor, "/"):
        answer = visitor.client.get(address)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        stale = re.sub(r"/static/\w+/", "/static/0000000000000000/", address)
        assert visitor.client.get(stale).status_code == 404


def test_no_page_asks_anything_of_another_host(visitor: Visitor) -> None:
    visitor.get(visitor.apply())

    addresses = re.findall(r'(?:src|href|action)="([^"]*)"', visitor.last.get_data(as_text=True))

    assert [one for one in addresses if not one.startswith(("/", "#"))] == []


def test_every_answer_is_protected(visitor: Visitor) -> None:
    visitor.start()
    for address in ("/", visitor.at, "/nowhere", "/services/criminal-record"):
        headers = visitor.get(address).last.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_holds_a_script_or_a_style_of_its_own(visitor: Visitor) -> None:
    visitor.start()
    case = visitor.at
    for address in ("/", case, "/verify"):
        page = visitor.get(address).page
        assert not page.find_all("style")
        assert not page.find_all(style=True)
        assert all(script.get("src") for script in page.find_all("script"))


def test_personal_pages_are_kept_nowhere(visitor: Visitor) -> None:
    visitor.start()
    assert visitor.get(visitor.at).last.headers["Cache-Control"] == "no-store"
    visitor.get(visitor.apply())
    assert visitor.last.headers["Cache-Control"] == "no-store"
    assert visitor.last.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_home_page_sets_no_cookie_and_the_form_a_closed_one(visitor: Visitor) -> None:
    assert "Set-Cookie" not in visitor.get("/").last.headers

    cookie = visitor.get("/services/criminal-record").last.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_page_is_packed_for_who_can_unpack_it(visitor: Visitor) -> None:
    packed = visitor.client.get("/", headers={"Accept-Encoding": "gzip"})
    plain = visitor.client.get("/", headers={"Accept-Encoding": "gzip;q=0"})

    assert gzip.decompress(packed.get_data())[:15] == plain.get_data()[:15] == b"<!doctype html>"
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize(
    ("accepted", "found"), [("en-GB,fr;q=0.5", "en"), ("fr-BJ", "fr"), ("rn", "fr"), ("", "fr")]
)
def test_the_language_is_the_browsers_else_french(
    visitor: Visitor, accepted: str, found: str
) -> None:
    answer = visitor.client.get("/", headers={"Accept-Language": accepted})

    assert f'<html lang="{found}">' in answer.get_data(as_text=True)


def test_a_chosen_language_is_remembered_and_leads_back(visitor: Visitor) -> None:
    visitor.get("/language/en?next=/verify")

    assert visitor.at == "/verify"
    assert "Verify a document" in visitor.text
    assert "Verify a document" in visitor.get("/verify").text


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil", "x"])
def test_choosing_a_language_never_leads_to_another_site(visitor: Visitor, elsewhere: str) -> None:
    answer = visitor.client.get("/language/en", query_string={"next": elsewhere})

    assert answer.headers["Location"] == "/"
    assert visitor.get("/language/xx").last.status_code == 404


@pytest.mark.parametrize("address", ["/nowhere", "/services/none", "/v", "/track/a/b/c/d", "/%00"])
def test_an_address_that_leads_nowhere_has_a_plain_page(visitor: Visitor, address: str) -> None:
    visitor.get(address)

    assert visitor.last.status_code == 404
    assert "Cette page n’existe pas" in visitor.text


def test_bytes_that_are_no_text_are_refused(visitor: Visitor) -> None:
    answer = visitor.client.post(
        "/track", data=b"reference=\xff", content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 400


def test_a_silent_database_keeps_what_was_typed(
    site: Site, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.start()
    dead = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with monkeypatch.context() as broken:
        broken.setitem(site.app.extensions, "portal", _with_engine(site, dead))
        visitor.press({**TYPED["identity"], "surname": 'Dossou "<b>" 🙂'})

    assert visitor.last.status_code == 503
    assert visitor.last.headers["Retry-After"]
    assert "rien n’est perdu" in visitor.text
    visitor.press()
    assert visitor.mistakes().keys() == {"surname"}
    assert visitor.held("surname") == 'Dossou "<b>" 🙂'
    assert visitor.held("npi") == TYPED["identity"]["npi"]


def _with_engine(site: Site, engine: Engine) -> object:
    values = {
        name: getattr(site.services, name) for name in type(site.services).__dataclass_fields__
    }
    return type(site.services)(**values | {"engine": engine})


def test_a_silent_provider_is_said_to_be_one(
    site: Site, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.apply()

    def silent(*_arguments: object) -> None:
        provider = "sandbox"
        raise ProviderUnavailable(provider, "timeout")

    monkeypatch.setattr(type(site.services.collection), "begin", silent)
    visitor.press()

    assert visitor.last.status_code == 503
    assert "Rien n’a été débité." in visitor.text


def test_the_band_takes_colours_and_nothing_else() -> None:
    assert band(()) == ""
    assert "#008751 0% 50%" in band(("#008751", "#fcd116"))
    with pytest.raises(ValueError, match="rrggbb"):
        band(("red;}body{display:none}",))


def test_the_process_says_that_it_is_well(visitor: Visitor) -> None:
    assert visitor.get("/health").last.get_data() == b"ok"
