"""The catalogue as linked data, in the application profile CPSV-AP 3.2 of public services.

What the profile has no word for is said as a rule: how it goes, why it may be refused. Values that
the administration has not confirmed are told apart by an editorial note, as pages tell them apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eservices.documents.sheet import RECOURSE, REFUSAL, STEPS
from eservices.open_catalogue.graph import Graph, Node, Reference, said, typed
from eservices.open_catalogue.hours import closures, opening_hours
from eservices.open_catalogue.sheets import Availability, Place, Price, Sheet, in_each
from eservices.open_catalogue.vocabulary import (
    country_of,
    currency_of,
    duration_of,
    language_of,
)
from eservices.texts import mark, translate
from workflows.language.values import Text

#: The catalogue as a whole; what several sheets share has its address there.
CATALOGUE = "catalogue.jsonld"
DESCRIPTION = mark("Every procedure of the catalogue, online or at a desk.")
DELAY = mark("Promised delay")
VALIDITY = mark("Validity")
AVAILABLE: Mapping[Availability, str] = {
    Availability.ONLINE: mark("Open online"),
    Availability.ON_TRIAL: mark("Being tried out"),
    Availability.SUSPENDED: mark("Suspended"),
    Availability.AT_DESK: mark("At the desk"),
}
AUDIENCES: Mapping[str, str] = {
    "citizen": mark("Citizens"),
    "resident": mark("Residents"),
    "former-resident": mark("Former residents"),
    "diaspora": mark("Nationals abroad"),
    "professional": mark("Professionals"),
    "company": mark("Companies"),
    "everyone": mark("Everyone"),
}
ONLINE = mark("Online")


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whose catalogue it is: the portal's address and name, and the country's code."""

    address: str
    name: Text
    country: str


def of_sheet(sheet: Sheet, publisher: Publisher) -> Node:
    """Write one procedure."""
    return _document([sheet], publisher, is_whole=False)


def of_catalogue(sheets: Sequence[Sheet], publisher: Publisher) -> Node:
    """Write every procedure, and the catalogue that they are part of."""
    return _document(sheets, publisher, is_whole=True)


def service_address(sheet: Sheet, publisher: Publisher) -> str:
    """Give what names a public service in linked data: its sheet's address, and a part of it."""
    return f"{publisher.address}/{sheet.path}#service"


def _document(sheets: Iterable[Sheet], publisher: Publisher, *, is_whole: bool) -> Node:
    graph = Graph()
    writers = [_Writer(graph, sheet, publisher) for sheet in sheets]
    services = [writer.service() for writer in writers]
    _catalogue(graph, publisher, services if is_whole else [])
    return graph.document()


def _catalogue(graph: Graph, publisher: Publisher, parts: list[Reference]) -> None:
    whole = f"{publisher.address}/{CATALOGUE}"
    agent = {"dct:identifier": publisher.address, "dct:title": said(publisher.name)}
    home = graph.add(f"{publisher.address}/", "foaf:Document", {})
    description = in_each(publisher.name.root, lambda code: translate(DESCRIPTION, code))
    dataset = {
        "dct:identifier": whole,
        "dct:title": said(publisher.name),
        "dct:description": said(description),
        "dct:publisher": graph.add(f"{whole}#publisher", "foaf:Agent", agent),
        "dcat:landingPage": home,
        "dct:hasPart": parts,
    }
    graph.add(f"{whole}#catalogue", "dcat:Dataset", dataset)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one sheet into a graph."""

    graph: Graph
    sheet: Sheet
    publisher: Publisher

    def service(self) -> Reference:
        sheet = self.sheet
        properties = {
            "dct:identifier": sheet.identifier,
            "dct:title": said(sheet.title),
            "dct:description": said(sheet.summary),
            "dct:isPartOf": {"@id": self._shared("catalogue")},
            "dct:language": list(self._languages()),
            "dct:spatial": self._country(),
            "dct:audience": [
                self._concept(f"audience-{one}", AUDIENCES[one]) for one in sheet.audiences
            ],
            "adms:status": self._concept(
                f"status-{sheet.availability}", AVAILABLE[sheet.availability]
            ),
            "cv:thematicArea": self._category(),
            "cv:isGroupedBy": [self._event(event) for event in sheet.life_events],
            "dcat:keyword": self._called(),
            "cv:hasCompetentAuthority": self._organisation(sheet.authority),
            "cv:holdsRequirement": [self._requirement()],
            "cpsv:hasInput": list(self._documents()),
            "cpsv:produces": self._outcome(),
            "cpsv:follows": list(self._rules()),
            "cv:hasLegalResource": list(self._laws()),
            "cv:hasCost": [self._cost(price) for price in sheet.prices],
            "cv:hasChannel": list(self._channels()),
            "cv:processingTime": typed("xsd:duration", self._duration()),
            "skos:editorialNote": [note for text in sheet.unconfirmed for note in said(text)],
        }
        return self.graph.add(
            service_address(sheet, self.publisher), "cpsv:PublicService", properties
        )

    def _own(self, part: str) -> str:
        return f"{self.publisher.address}/{self.sheet.path}#{part}"

    def _shared(self, part: str) -> str:
        return f"{self.publisher.address}/{CATALOGUE}#{part}"

    def _in_words(self, message: str) -> list[Node]:
        return said(in_each(self.sheet.languages, lambda code: translate(message, code)))

    def _concept(self, name: str, message: str) -> Reference:
        labelled = {"skos:prefLabel": self._in_words(message)}
        return self.graph.add(self._shared(name), "skos:Concept", labelled)

    def _part(self, name: str, kind: str, properties: Mapping[str, object]) -> Reference:
        """Write a node of this sheet alone, which its name identifies."""
        address = self._own(name)
        return self.graph.add(address, kind, {"dct:identifier": address, **properties})

    def _languages(self) -> Iterator[Reference]:
        for code in self.sheet.languages:
            if (known := language_of(code)) is not None:
                yield self.graph.add(known, "dct:LinguisticSystem", {})

    def _country(self) -> Reference:
        code = self.publisher.country
        address = country_of(code) or self._shared(f"country-{code}")
        return self.graph.add(address, "dct:Location", {"dct:identifier": code})

    def _category(self) -> list[Reference]:
        category = self.sheet.category
        if category is None:
            return []
        name = "-".join(category.in_language("en").casefold().split())
        labelled = {"skos:prefLabel": said(category)}
        return [self.graph.add(self._shared(f"category-{name}"), "skos:Concept", labelled)]

    def _event(self, event: Place) -> Reference:
        address = self._shared(f"event-{event.slug}")
        named = {"dct:identifier": event.slug, "dct:title": said(event.name)}
        return self.graph.add(address, ["cv:Event", "cv:LifeEvent"], named)

    def _called(self) -> list[Node]:
        called = self.sheet.called
        if called is None:
            return []
        return [
            {"@language": code, "@value": word.strip()}
            for code, words in called.root.items()
            for word in words.split(",")
        ]

    def _organisation(self, place: Place) -> Reference:
        properties = {"skos:prefLabel": said(place.name), "dct:spatial": self._country()}
        address = self._shared(f"organisation-{place.slug}")
        return self.graph.add(address, "cv:PublicOrganisation", properties)

    def _requirement(self) -> Reference:
        return self._part("who", "cv:Requirement", {"dct:title": said(self.sheet.who)})

    def _documents(self) -> Iterator[Reference]:
        for number, document in enumerate(self.sheet.documents, start=1):
            more = [*said(document.when), *said(document.note)]
            properties = {"dct:title": said(document.label), "dct:description": more}
            yield self._part(f"document-{number}", "cv:Evidence", properties)

    def _outcome(self) -> list[Reference]:
        if self.sheet.outcome is None:
            return []
        return [self._part("outcome", "cv:Output", {"dct:title": said(self.sheet.outcome)})]

    def _rules(self) -> Iterator[Reference]:
        sheet = self.sheet
        rules: tuple[tuple[str, str, Text | None], ...] = (
            ("steps", STEPS, in_each(sheet.languages, self._steps)),
            ("delay", DELAY, sheet.delay),
            ("validity", VALIDITY, sheet.validity),
            ("refusal", REFUSAL, sheet.refusal),
            ("recourse", RECOURSE, sheet.recourse),
        )
        for name, title, text in rules:
            if text is not None:
                properties = {"dct:title": self._in_words(title), "dct:description": said(text)}
                yield self._part(name, "cpsv:Rule", properties)

    def _steps(self, language: str) -> str:
        steps = (step.in_language(language) for step in self.sheet.steps)
        return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))

    def _laws(self) -> Iterator[Reference]:
        for number, law in enumerate(self.sheet.legal_basis, start=1):
            address = self._own(f"law-{number}")
            yield self.graph.add(address, "eli:LegalResource", {"dct:title": said(law)})

    def _cost(self, price: Price) -> Reference:
        properties: dict[str, object] = {"dct:description": said(price.words)}
        if price.money is not None:
            currency = self.graph.add(currency_of(price.money.currency), "skos:Concept", {})
            value = typed("xsd:double", str(price.money.decimal))
            properties |= {"cv:hasValue": value, "cv:currency": currency}
        return self._part(f"cost-{price.item}", "cv:Cost", properties)

    def _channels(self) -> Iterator[Reference]:
        if self.sheet.availability is not Availability.AT_DESK:
            page = self.graph.add(
                f"{self.publisher.address}/{self.sheet.path}", "foaf:Document", {}
            )
            properties = {"dct:description": self._in_words(ONLINE), "foaf:page": page}
            yield self._part("online", "cv:Channel", properties)
        for office in self.sheet.offices:
            described = {"dct:description": said(office.name), **self._hours(office)}
            yield self._part(f"office-{office.slug}", "cv:Channel", described)

    def _hours(self, office: Place) -> Mapping[str, object]:
        """Say when an office receives visitors; its hours are shared by all that is done there."""
        if office.open is None or not office.open.counter:
            return {}
        address, languages = self._shared(f"office-{office.slug}"), self.sheet.languages
        return {
            "cv:openingHours": opening_hours(self.graph, office.open, address, languages),
            "cv:specialOpeningHoursSpecification": closures(
                self.graph, office.open, address, languages
            ),
        }

    def _duration(self) -> str | None:
        return None if self.sheet.within is None else duration_of(self.sheet.within)
