"""Generated facts of one organisation, as the mapping that a line of a facts file holds."""

from hypothesis import strategies as st

from .drawing import chance, early, some, some_of, written
from .programmes import ATTESTATIONS, CODES, COMPETENCIES, MARKETS, METRICS

# In the order of text p10 stands before p2, and capitals before small letters.
IDS = ["p2", "p10", "p1", "Zoë", "a", "p3"]
AMOUNTS = ["4.00", "5", "12.50", 10, 7, 2.5, "-3", -6, "-0.5", "20.00", 0]


@st.composite
def periods(draw, days):
    """From an early day or one of the days, until another one or for ever; it may be empty."""
    period = {"from": draw(early(days))}
    if draw(chance(5)):
        period["until"] = draw(st.one_of(st.none(), written(days)))
    return period


@st.composite
def achievements(draw, credential, days, plain):
    achievement = {"credential": credential, "earned_on": draw(early(days))}
    if draw(chance(plain)):
        return achievement | {"associated": [{"from": "2015-06-01"}]}
    if draw(chance(4)):
        achievement["expires_on"] = draw(st.one_of(st.none(), written(days)))
    if draw(chance(3)):
        achievement["revoked_on"] = draw(st.one_of(st.none(), written(days)))
    if draw(chance(8)):
        achievement["associated"] = draw(some(periods(days), 2))
    return achievement


@st.composite
def people(draw, days, profile):
    """Of one person no two achievements alike in credential and day, as C1 has it."""
    codes = st.sampled_from([*CODES, *CODES, *CODES, "of-another-programme"])
    held = draw(some(codes, 5, 1))
    drawn = [draw(achievements(code, days, profile.plain)) for code in held]
    by_key = {(item["credential"], item["earned_on"]): item for item in drawn}
    return list(by_key.values())


@st.composite
def readings(draw, days):
    metric = draw(st.sampled_from([*METRICS, *METRICS, "of-another-programme"]))
    return {"metric": metric, "on": draw(written(days)), "amount": draw(st.sampled_from(AMOUNTS))}


@st.composite
def attestations(draw, days):
    kind = draw(st.sampled_from([*ATTESTATIONS, *ATTESTATIONS, "of-another-programme"]))
    return {"attestation": kind} | draw(periods(days))


@st.composite
def entries(draw, levels):
    competency = draw(st.sampled_from([*COMPETENCIES, *COMPETENCIES, "of-another-programme"]))
    return {"competency": competency, "level": draw(st.sampled_from(levels))}


@st.composite
def overrides(draw, days, levels):
    override = draw(entries(levels)) | {"from": draw(written(days))}
    if draw(chance(5)):
        override["until"] = draw(st.one_of(st.none(), written(days)))
    return override


@st.composite
def memberships(draw, days, levels):
    """None, or a term of any level: open, ending, with or without grace, and with held entries."""
    if draw(chance(2)):
        return None
    level = draw(st.sampled_from([*levels, *levels, "network", "action-pack"]))
    membership = {"level": level} | draw(periods(days))
    if draw(chance(6)):
        membership["grace_until"] = draw(written(days))
    if draw(chance(8)):
        membership["held"] = draw(some(entries(levels), 3))
    return membership


@st.composite
def organisations(draw, days, levels, profile):
    ids = draw(some_of(IDS, profile.people, profile.people // 2))
    return {
        "organisation": "contoso",
        "market": draw(st.sampled_from(MARKETS)),
        "people": [{"id": who, "achievements": draw(people(days, profile))} for who in ids],
        "readings": draw(some(readings(days), profile.readings)),
        "attestations": draw(some(attestations(days), profile.attestations)),
        "overrides": draw(some(overrides(days, levels), profile.overrides)),
        "membership": draw(memberships(days, levels)),
    }
