"""Connects to Insight's Trino through SQLAlchemy, as the reader that the environment names.

=============================  ==================================================================
INSIGHT_TRINO                  ``https://READER@HOST:PORT``
INSIGHT_TRINO_PASSWORD         the reader's password
INSIGHT_TRINO_CERTIFICATE      file with the server's certificate (PEM); none: those of the system
INSIGHT_PURPOSE                what for: one of the reader's own purposes
INSIGHT_REASON                 why, in words
=============================  ==================================================================

Purpose and reason go with every query, and into the audit with what was read.
"""

import os
from urllib.parse import quote, urlsplit

import requests
from sqlalchemy import URL, Engine, create_engine
from trino.auth import BasicAuthentication


def connect() -> Engine:
    """An engine on the lake; its connections see what the reader may see.

    Raises SystemExit with one line where the environment lacks a variable.
    """
    server = urlsplit(_named("INSIGHT_TRINO"))
    if server.scheme != "https" or not server.username or not server.hostname:
        raise SystemExit("Cannot connect: INSIGHT_TRINO must be https://READER@HOST:PORT")
    session = requests.Session()
    certificate = os.environ.get("INSIGHT_TRINO_CERTIFICATE")
    if certificate:
        session.verify = certificate
        # Or REQUESTS_CA_BUNDLE, where it is set, would win over the certificate.
        session.trust_env = False
    return create_engine(
        URL.create(
            "trino",
            username=server.username,
            host=server.hostname,
            port=server.port or 443,
            database="lake",
        ),
        connect_args={
            "http_scheme": "https",
            "http_session": session,
            "auth": BasicAuthentication(server.username, _named("INSIGHT_TRINO_PASSWORD")),
            "client_tags": ["purpose=" + _named("INSIGHT_PURPOSE")],
            "http_headers": {"X-Trino-Client-Info": _ascii(_named("INSIGHT_REASON"))},
        },
    )


def _ascii(text: str) -> str:
    """A header takes ASCII alone: other text goes in percents, and the audit has it as it was."""
    if text.isascii() and text.isprintable():
        return text
    return "utf-8''" + quote(text, safe="")


def _named(variable: str) -> str:
    value = os.environ.get(variable, "")
    if not value:
        raise SystemExit(f"Cannot connect: the environment lacks {variable}")
    return value
