"""The environment, read once."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

Network = IPv4Network | IPv6Network
LOOPBACK = "127.0.0.0/8,::1"


@dataclass(frozen=True)
class Settings:
    """What an installation decides. Every field has one environment variable, named in docs/operating.md.

    `data`: folder for the database, files and keys; made when missing.
    `database_url`: empty for the embedded SQLite file in `data`, else postgresql://…
    `demo`: a demonstration: invented people, activation codes off.
    `activation_code`: first sign-in asks for the unit's one-time code besides the first password.
    `signing_key`: PKCS#12 file of the issuing organisation; None: papers stay unsigned, but the demo makes its own.
    `store`: where evidence is kept: empty for the folder `files` in `data`, else s3://bucket/prefix (AWS_ variables).
    `clamd`: socket of the virus scanner, /path or host:port; empty: none is asked.
    `smtp_host`: where mails go, "" for none; `smtp_tls`: STARTTLS before signing in; `mail_from`: their sender.
    `payment_secret`: shared with the treasury, signs its messages; empty: no message is taken.
    `proxies`: the networks whose proxies set X-Forwarded-For to the caller's address; nobody else is believed.
    `secret`: bytes that sign tokens; made on first start and kept in `data` (0600).
    """

    data: Path
    port: int
    host: str
    database_url: str
    demo: bool
    activation_code: bool
    secret: bytes
    workers: int
    secure_cookies: bool
    public_url: str
    store: str
    clamd: str
    signing_key: Path | None
    signing_password: str = field(repr=False)
    payment_secret: bytes = field(default=b"", repr=False)
    proxies: tuple[Network, ...] = ()
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_tls: bool = False
    mail_from: str = ""

    @property
    def sqlite_path(self) -> Path:
        return self.data / "zhicheng.sqlite"


def read(environment: dict[str, str] | None = None) -> Settings:
    """The settings that `environment` (default: the process's own) asks for; ValueError names a wrong variable."""
    env = dict(os.environ) if environment is None else environment
    data = Path(env.get("ZHICHENG_DATA", "data")).absolute()
    data.mkdir(parents=True, exist_ok=True)
    demo = _switch(env, "ZHICHENG_DEMO", False)
    port = _whole(env, "PORT", 8000)
    return Settings(
        data=data,
        port=port,
        host=env.get("HOST", "127.0.0.1"),
        database_url=env.get("DATABASE_URL", ""),
        demo=demo,
        activation_code=_switch(env, "ZHICHENG_ACTIVATION_CODE", not demo),
        secret=_secret(data),
        workers=_whole(env, "WORKERS", 1),
        secure_cookies=_switch(env, "ZHICHENG_SECURE_COOKIES", not demo),
        public_url=env.get("ZHICHENG_PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        store=env.get("ZHICHENG_STORE", ""),
        clamd=env.get("ZHICHENG_CLAMD", ""),
        signing_key=Path(env["ZHICHENG_SIGNING_KEY"]).absolute() if env.get("ZHICHENG_SIGNING_KEY") else None,
        signing_password=env.get("ZHICHENG_SIGNING_PASSWORD", ""),
        payment_secret=env.get("ZHICHENG_PAYMENT_SECRET", "").encode(),
        proxies=_networks(env, "ZHICHENG_BEHIND_PROXY"),
        smtp_host=env.get("ZHICHENG_SMTP_HOST", ""),
        smtp_port=_whole(env, "ZHICHENG_SMTP_PORT", 25),
        smtp_user=env.get("ZHICHENG_SMTP_USER", ""),
        smtp_password=env.get("ZHICHENG_SMTP_PASSWORD", ""),
        smtp_tls=_switch(env, "ZHICHENG_SMTP_TLS", False),
        mail_from=env.get("ZHICHENG_MAIL_FROM", ""),
    )


def _switch(env: dict[str, str], name: str, default: bool) -> bool:
    text = env.get(name, "").strip().lower()
    if text not in ("", "0", "1", "on", "off"):
        raise ValueError(f"{name} must be 1 or 0, not {text!r}")
    return default if text == "" else text in ("1", "on")


def _networks(env: dict[str, str], name: str) -> tuple[Network, ...]:
    """1: this machine; else addresses or networks, with commas between."""
    text = env.get(name, "").strip().lower()
    if text in ("", "0", "off"):
        return ()
    try:
        return tuple(
            ip_network(each.strip()) for each in (LOOPBACK if text in ("1", "on") else text).split(",")
        )
    except ValueError as error:
        raise ValueError(f"{name} must be 1, 0, or the proxies' addresses: {error}") from error


def _whole(env: dict[str, str], name: str, default: int) -> int:
    text = env.get(name, "") or str(default)
    if not text.isdigit():
        raise ValueError(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _secret(data: Path) -> bytes:
    path = data / "secret"
    if not path.exists():
        temporary = data / f".secret-{secrets.token_hex(4)}"
        temporary.touch(mode=0o600)
        temporary.write_bytes(secrets.token_bytes(32))
        with suppress(FileExistsError):
            os.link(temporary, path)
        temporary.unlink()
    return path.read_bytes()


settings = read()
