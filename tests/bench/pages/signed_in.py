"""Prints a session of the admin and the addresses of both organisations: python -m tests.bench.pages.signed_in"""

import json

import django


def main() -> None:
    """One line of JSON."""
    from django.test import Client

    from partners.models import Organisation, User

    client = Client()
    client.force_login(User.objects.get(pk=1))
    cookie = client.cookies["sessionid"].value
    keys = dict(Organisation.objects.values_list("pk", "public_id"))
    print(json.dumps({"cookie": cookie, "largest": f"/o/{keys[1]}/", "usual": f"/o/{keys[2]}/"}))


if __name__ == "__main__":
    django.setup()
    main()
