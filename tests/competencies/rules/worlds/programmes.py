"""Generated editions of one programme, as the mappings that their files hold."""

from hypothesis import strategies as st

from .drawing import chance, some, some_of, written

CODES = ["c1", "c2", "c3", "c4"]
MARKETS = ["developed", "developing"]
ATTESTATIONS = ["reseller", "partner"]
COMPETENCIES = ["cloud", "data", "apps"]
METRICS = {"sales": "flow", "leads": "flow", "seats": "stock"}
THRESHOLDS = [1, 5, 10, 12.5, 20]
SETS_OF_LEVELS = [["silver", "gold"], ["silver", "gold"], ["silver"], ["bronze", "silver", "gold"]]


def named(key):
    return {"key": key, "name": {"en": key.title()}}


@st.composite
def predicates(draw, codes, depth=2):
    """A code, or an all_of or any_of of predicates; codes may repeat."""
    if depth == 0 or draw(chance(5)):
        return draw(st.sampled_from(codes))
    parts = draw(some(predicates(codes, depth - 1), 3, 1))
    return {draw(st.sampled_from(["all_of", "any_of"])): parts}


@st.composite
def people(draw, codes, including=False):
    number = draw(st.sampled_from([1, 1, 1, 2, 2, 3]))
    node = {"people": number, "each": draw(predicates(codes))}
    if including:
        entry = st.fixed_dictionaries({"people": st.integers(1, number), "each": predicates(codes, 1)})
        node["including"] = draw(some(entry, 2, 1))
    return node


@st.composite
def teams(draw, codes):
    group = st.fixed_dictionaries({"people": st.sampled_from([1, 1, 2]), "each": predicates(codes, 1)})
    return {"team": draw(some(group, 3, 1))}


@st.composite
def metrics(draw):
    metric = draw(st.sampled_from(list(METRICS)))
    threshold = st.sampled_from(THRESHOLDS)
    at_least = draw(st.one_of(threshold, st.fixed_dictionaries(dict.fromkeys(MARKETS, threshold))))
    node = {"metric": metric, "at_least": at_least}
    if METRICS[metric] == "flow" or draw(chance(5)):
        node["within_months"] = draw(st.sampled_from([1, 6, 6, 12]))
    return node


@st.composite
def attestations(draw):
    node = {"attestation": draw(st.sampled_from(ATTESTATIONS))}
    if draw(chance(4)):
        node["at_least"] = draw(st.integers(1, 2))
    return node


@st.composite
def nodes(draw, kinds, codes, depth=2):
    leaves = [kind for kind in kinds if not kind.endswith("_of")]
    kind = draw(st.sampled_from(leaves if depth == 0 else kinds))
    if kind.endswith("_of"):
        node = {kind: draw(some(nodes(kinds, codes, depth - 1), 2, 1))}
    elif kind == "metric":
        node = draw(metrics())
    elif kind == "attestation":
        node = draw(attestations())
    elif kind == "team":
        node = draw(teams(codes))
    else:
        node = draw(people(codes, including=kind == "including"))
    return node | ({"name": {"en": f"A {kind}"}} if draw(chance(2)) else {})


@st.composite
def credentials(draw, code, days):
    """For ever, or retired with the year that follows, or accepted through a day of its own."""
    credential = {"code": code, "kind": "exam", "title": {"en": code.upper()}}
    ending = draw(st.sampled_from(["", "", "retires", "accepted", "both"]))
    if ending == "retires":
        credential["retires_on"] = draw(written(days))
    elif ending == "accepted":
        credential["accepted_through"] = draw(written(days))
    elif ending == "both":
        retires_on, accepted_through = sorted([draw(written(days)), draw(written(days))])
        credential |= {"retires_on": retires_on, "accepted_through": accepted_through}
    return credential


@st.composite
def competencies(draw, key, levels, codes, profile):
    paths = draw(
        some(st.tuples(st.sampled_from(levels), some(nodes(profile.kinds, codes), 2, 1)), profile.paths, 1)
    )
    return named(key) | {
        "centre": "centre",
        "paths": [
            {**named(f"{level}-{place}"), "level": level, "requires": requires}
            for place, (level, requires) in enumerate(paths)
        ],
    }


@st.composite
def editions(draw, edition, effective_from, levels, days, profile):
    codes = draw(some_of(CODES, len(CODES), profile.codes))
    keys = draw(some_of(COMPETENCIES, 2, 1))
    return {
        "format": 1,
        "programme": "generated",
        "edition": edition,
        "effective_from": effective_from,
        "name": {"en": "Generated"},
        "levels": [named(level) for level in levels],
        "markets": [named(market) for market in MARKETS],
        "centres": [named("centre")],
        "credentials": [draw(credentials(code, days)) for code in codes],
        "metrics": [named(key) | {"unit": "USD", "kind": kind} for key, kind in METRICS.items()],
        "attestations": [named(key) for key in ATTESTATIONS],
        "competencies": [draw(competencies(key, levels, codes, profile)) for key in keys],
    }


@st.composite
def programmes(draw, days, profile):
    """One or two editions, the second in force from one of the days; given in either order."""
    levels = draw(st.sampled_from(SETS_OF_LEVELS))
    files = [draw(editions("first", draw(written(days)), levels, days, profile))]
    if draw(st.sampled_from(profile.editions)) == 2:
        later = [day for day in days if day.isoformat() != files[0]["effective_from"]]
        files.append(draw(editions("second", draw(written(later)), levels, days, profile)))
    return files
