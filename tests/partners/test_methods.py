"""Requests by methods that neither pages nor forms use are refused before anything is read."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", ["/", "/find/", "/admin/", "/accounts/login/", "/nowhere/"])
def test_other_methods_are_not_known(client, django_assert_num_queries, world, path, method):
    client.force_login(world.manager())
    with django_assert_num_queries(0):
        answer = getattr(client, method)(path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
    assert "Content-Security-Policy" in answer
