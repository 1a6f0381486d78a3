"""Where the demo keeps what it makes: everything under var/, nothing elsewhere."""

import secrets
from pathlib import Path
from urllib.parse import quote

from config.environment import ROOT

VAR = ROOT / "var"
DATABASE = VAR / "demo.sqlite3"
UNFINISHED = VAR / "demo-unfinished.sqlite3"
SECRET = VAR / "demo-secret"
ACCOUNTS = VAR / "demo-accounts.json"
ENVIRONMENT_FILE = VAR / "demo.env"
BROKER = VAR / "demo-broker"
MAIL = VAR / "demo-mail"
FEEDS = VAR / "demo-feeds"
EVIDENCE = VAR / "demo-evidence"
PROOFS = VAR / "demo-proofs"
LOCK = VAR / "demo.lock"
STATIC = VAR / "static"
STATIC_STAMP = VAR / "static.stamp"


def environment(*, database: Path, broker: str, port: int) -> dict[str, str]:
    """The variables of the demo (see .env.example), with a secret made on this machine."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENV_FILE": "",
        "SECRET_KEY": secret(),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "HTTPS": "off",
        "SECOND_FACTOR_REQUIRED": "off",
        "PORTAL_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{quote(str(database))}",
        "REDIS_URL": broker,
        "EMAIL_URL": f"inbox://{quote(str(MAIL))}",
        "EMAIL_FROM": "portal@assay.example",
        "EVIDENCE_STORE": str(EVIDENCE),
        "PROOF_STORE": str(PROOFS),
        # One key for everything would do for a demo; the portal asks for others.
        "BENEFIT_KEYS_SECRETS": f"{secret()}-seals",
        "BENEFIT_KEYS_FINGERPRINT_SECRET": f"{secret()}-finds",
        "PAYEE_NAME": "vendor.example",
        "PAYEE_ACCOUNT": "DEMO-0000-0000-0000",
        "PAYEE_BANK": "bank.example",
    }


def secret() -> str:
    """The demo's key, made once."""
    if not SECRET.exists():
        VAR.mkdir(exist_ok=True)
        SECRET.touch(mode=0o600)
        SECRET.write_text(secrets.token_urlsafe(60), encoding="ascii")
    return SECRET.read_text(encoding="ascii")
