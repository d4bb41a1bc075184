"""Small PDF files made by hand for tests: text at given places, columns, heads, a page with no text, a locked file."""

from __future__ import annotations

Line = tuple[float, float, str]


def make_pdf(pages: list[list[Line]], *, locked: bool = False, size: int = 10) -> bytes:
    """A PDF whose pages show these lines, in Helvetica."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    add(b"<< /Type /Catalog /Pages 2 0 R >>")
    add(b"")
    font = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        stream = b""
        for x, y, text in lines:
            safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
            stream += b"BT /F1 %d Tf %.1f %.1f Td (%s) Tj ET\n" % (size, x, y, safe)
        content = add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R" % content
        kids.append(add(page + b" /Resources << /Font << /F1 %d 0 R >> >> >>" % font))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    lock = b""
    if locked:
        number = add(b"<< /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >>" % (b"o" * 32, b"u" * 32))
        lock = b" /Encrypt %d 0 R /ID [<00112233> <00112233>]" % number
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, lock, start)
    return bytes(out)


def column(lines: list[str], x: float, top: float = 760.0, step: float = 14.0) -> list[Line]:
    """Lines one under the other."""
    return [(x, top - step * number, text) for number, text in enumerate(lines)]
