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


def gateways_of(*gateways: Gateway) -> Gateways:
    """Put gateways under their own names."""
    return Gateways({gateway.name: gateway for gateway in gateways})
