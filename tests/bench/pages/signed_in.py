"""Prints a session of the admin, the addresses of both organisations and that of an employee's page in the largest:

python -m tests.bench.pages.signed_in
"""

import json
import time

import django


def main() -> None:
    """One line of JSON."""
    from django.test import Client

    from partners.models import Account, Organisation, User

    client = Client()
    client.force_login(User.objects.get(pk=1))
    cookie = client.cookies["sessionid"].value
    # Proved just now that it is them, as the end of an account asks for.
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    keys = dict(Organisation.objects.values_list("pk", "public_id"))
    employee = Account.objects.get(organisation=1, user=8).public_id
    addresses = {"largest": f"/o/{keys[1]}/", "usual": f"/o/{keys[2]}/", "employee": f"people/{employee}/"}
    print(json.dumps({"cookie": cookie, **addresses}))


if __name__ == "__main__":
    django.setup()
    main()
