"""Python's search for cycles is put off in a block, and goes on after it whatever happens there."""

import gc
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from competencies.collecting import collecting_later
from competencies.views.frame import needs_programme


@pytest.fixture(autouse=True)
def searching():
    assert gc.isenabled()
    yield
    gc.enable()


def test_it_is_put_off_inside_and_goes_on_afterwards():
    with collecting_later():
        with collecting_later():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_an_error():
    with pytest.raises(LookupError), collecting_later():
        raise LookupError
    assert gc.isenabled()


def test_it_goes_on_once_several_threads_have_left():
    together = Barrier(4)

    def stay(_number):
        with collecting_later():
            together.wait()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(stay, range(4)))
    assert gc.isenabled()


def test_a_page_that_judges_looks_for_no_cycles(rf):
    seen = needs_programme(lambda _request: gc.isenabled())(rf.get("/"))
    assert seen is False
    assert gc.isenabled()
