"""The providers that an installation uses, by name."""

from collections.abc import Mapping
from dataclasses import dataclass

from payments.errors import UnknownProvider
from payments.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Gateways:
    """Finds the gateway of a provider; the names are those stored with each intent."""

    by_name: Mapping[str, Gateway]

    def named(self, provider: str) -> Gateway:
        """Give a provider's gateway; raises `UnknownProvider`."""
        gateway = self.by_name.get(provider)
        if gateway is None:
            raise UnknownProvider(provider)
        return gateway

    @property
    def online(self) -> tuple[str, ...]:
        """Name the providers on whose pages people pay, in the order of the installation."""
        return tuple(name for name, gateway in self.by_name.items() if gateway.has_page)


def gateways_of(*gateways: Gateway) -> Gateways:
    """Put gateways under their own names."""
    return Gateways({gateway.name: gateway for gateway in gateways})
