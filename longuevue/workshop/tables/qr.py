"""An address as a QR code drawn here, in SVG: no image is fetched, no address leaves the machine."""

from __future__ import annotations

from html import escape

import qrcode
from django.utils.safestring import SafeString, mark_safe
from qrcode.constants import ERROR_CORRECT_M

#: blank squares that readers need around the code
QUIET = 4


def qr_svg(address: str, title: str) -> SafeString:
    """The drawing, with its words for those who do not see it."""
    code = qrcode.QRCode(border=0, error_correction=ERROR_CORRECT_M)
    code.add_data(address)
    code.make(fit=True)
    matrix = code.get_matrix()
    side = len(matrix) + 2 * QUIET
    squares = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return mark_safe(
        f'<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{escape(title)}" '
        f'shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{squares}" fill="#000"/></svg>'
    )
