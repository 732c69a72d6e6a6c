"""What search engines read in a page: schema.org's GovernmentService, in the page's language."""

from typing import Any

from babel import Locale

from eservices.catalogue.opening import OpenOffice
from eservices.open_catalogue.hours import as_specifications
from eservices.open_catalogue.linked_data import AUDIENCES, Publisher
from eservices.open_catalogue.sheets import Availability, Price, Sheet
from eservices.texts import translate
from workflows.language.values import Text


def as_government_service(sheet: Sheet, publisher: Publisher, language: str) -> dict[str, Any]:
    """Describe a procedure in the words of schema.org."""
    address = f"{publisher.address}/{sheet.path}"
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "url": address,
        "identifier": sheet.identifier,
        "name": sheet.title.in_language(language),
        "description": sheet.summary.in_language(language),
        "provider": {
            "@type": "GovernmentOrganization",
            "name": sheet.authority.name.in_language(language),
        },
        "areaServed": {"@type": "Country", "name": _country(publisher.country, language)},
        "audience": [
            {"@type": "Audience", "audienceType": translate(AUDIENCES[one], language)}
            for one in sheet.audiences
        ],
        "availableChannel": _channels(sheet, address, language),
        "offers": [_offer(price, language) for price in sheet.prices],
    }


def as_government_office(
    office: OpenOffice, organisation: Text, publisher: Publisher, language: str
) -> dict[str, Any]:
    """Describe an office in the words of schema.org: whose it is, where, and when it is open."""
    parts = {"streetAddress": office.address, "addressLocality": office.place}
    known = {key: said.in_language(language) for key, said in parts.items() if said is not None}
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice",
        "url": f"{publisher.address}/offices/{office.slug}",
        "name": office.name.in_language(language),
        "parentOrganization": {
            "@type": "GovernmentOrganization",
            "name": organisation.in_language(language),
        },
        "address": {"@type": "PostalAddress", "addressCountry": publisher.country, **known},
        **as_specifications(office),
    }


def _channels(sheet: Sheet, address: str, language: str) -> list[dict[str, Any]]:
    desks = [
        {
            "@type": "ServiceChannel",
            "serviceLocation": {
                "@type": "Place",
                "name": office.name.in_language(language),
                **({} if office.open is None else as_specifications(office.open)),
            },
        }
        for office in sheet.offices
    ]
    if sheet.availability is Availability.AT_DESK:
        return desks
    spoken = list(sheet.languages)
    online = {"@type": "ServiceChannel", "serviceUrl": address, "availableLanguage": spoken}
    return [online, *desks]


def _offer(price: Price, language: str) -> dict[str, Any]:
    offer = {"@type": "Offer", "description": price.words.in_language(language)}
    if price.money is None:
        return offer
    return {**offer, "price": str(price.money.decimal), "priceCurrency": price.money.currency}


def _country(code: str, language: str) -> str:
    return str(Locale.parse(language).territories.get(code, code))
