"""What every answer carries, and what is added in production."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from kepu.people.models import Account

PRODUCTION = """
import django, os
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from django.test import Client
plain = Client().get("/account/login/", headers={"Host": "kepu.example.cn"})
print(plain.status_code, plain.headers["Location"])
client = Client(headers={"Host": "kepu.example.cn", "X-Forwarded-Proto": "https"})
page = client.get("/account/login/")
print(page.status_code, page.headers["Strict-Transport-Security"])
for name, cookie in page.cookies.items():
    print(name, cookie["secure"], cookie["path"], cookie["domain"] == "", cookie["samesite"])
print(Client(headers={"Host": "other.example.cn", "X-Forwarded-Proto": "https"}).get("/account/login/").status_code)
"""


def test_every_page_forbids_what_it_does_not_need(db: None) -> None:
    headers = Client().get("/account/login/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("camera=()")


def test_what_was_seen_signed_in_is_kept_by_no_cache(db: None) -> None:
    client = Client()
    client.force_login(Account.objects.create(username="a", name="a", created_at=timezone.now()))
    assert client.get("/desk/").headers["Cache-Control"] == "private, no-cache"
    assert client.post("/account/logout/").headers["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in Client().get("/account/login/").headers


@pytest.mark.engineless
@pytest.mark.slow
def test_production_asks_for_tls_and_marks_its_cookies(tmp_path: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEPU_", "DATABASE_URL"))}
    environment = {
        **kept, "KEPU_VAR": str(tmp_path), "KEPU_PRODUCTION": "1", "KEPU_SECRET_KEY": "k3" * 30,
        "KEPU_HOSTS": "kepu.example.cn", "DJANGO_SETTINGS_MODULE": "kepu.config.settings",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", PRODUCTION], env=environment, capture_output=True, text=True)
    assert done.stdout.splitlines() == [
        "301 https://kepu.example.cn/account/login/",
        "200 max-age=31536000",
        "__Host-csrftoken True / True Lax",
        "400",
    ], done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/r/%00/", "/r/990123000000/?q=%00", "/desk/search/?q=a%00b", "/account/login/?next=%00"]
)
def test_an_address_with_a_null_character_is_refused_in_words(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 400
    assert "请求有误" in response.text
