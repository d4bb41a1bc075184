"""Which network a request comes from, as widely as it can be told (a /24, or a /48): asked to see brigading, never kept."""

from __future__ import annotations

import ipaddress
import os

from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """`192.0.2.0/24`; behind the operator's own proxy, the address that it saw. Unknown addresses are one network."""
    address = request.META.get("REMOTE_ADDR", "")
    if os.environ.get("LONGUEVUE_BEHIND_PROXY"):
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rsplit(",", 1)[-1].strip()
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return str(ipaddress.ip_network(f"{known}/{24 if known.version == 4 else 48}", strict=False))
