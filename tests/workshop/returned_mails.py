"""A mail that a server sends back, as an mbox keeps it. No test here."""

from __future__ import annotations


def returned_mail(message: str, action: str, status: str) -> str:
    """What a server sends back (RFC 3464), as an mbox keeps it."""
    return f"""From MAILER-DAEMON Sat Mar  2 00:00:00 2031
From: MAILER-DAEMON@valmont.example
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Adresse inconnue.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; valmont.example

Final-Recipient: rfc822; quelqu.un@valmont.example
Action: {action}
Status: {status}

--b
Content-Type: message/rfc822-headers

Message-ID: {message}
Subject: x

--b--

"""
