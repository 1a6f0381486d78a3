"""A small good programme file, and bad ones made of it by changing some words."""

from competencies.programme import ProgrammeError, read_edition

GOOD = """\
format: 1
programme: small
edition: "2017-12"
effective_from: 2017-12-15
name: {en: Small programme, zh-hant: 小型計畫}
levels:
  - {key: silver, name: {en: Silver}}
  - {key: gold, name: {en: Gold}}
markets:
  - {key: developed, name: {en: Developed markets}}
  - {key: developing, name: {en: Developing markets}}
centres:
  - {key: clouds, name: {en: Clouds}}
credentials:
  - {code: "70-535", kind: exam, title: {en: Architecting}}
  - {code: "70-534", kind: exam, title: {en: Older}, retires_on: 2017-12-31, accepted_through: 2018-12-31}
  - {code: helper, kind: certification, title: {en: Helper}}
metrics:
  - {key: sales, name: {en: Sales}, unit: USD, kind: flow}
  - {key: seats, name: {en: Seats}, unit: seats, kind: stock}
attestations:
  - {key: reseller, name: {en: Reseller}}
competencies:
  - key: cloud
    name: {en: Cloud}
    centre: clouds
    source: by hand
    paths:
      - key: selling
        level: silver
        name: {en: Selling option}
        requires:
          - metric: sales
            at_least: {developed: 100, developing: 50.5}
            within_months: 12
          - attestation: reseller
            at_least: 2
          - metric: seats
            at_least: 10
      - key: staffing
        level: gold
        name: {en: Staffing option}
        requires:
          - people: 2
            each: "70-535"
            including:
              - {people: 1, each: helper}
          - any_of:
              - all_of:
                  - team:
                      - {each: helper, people: 1}
                      - {people: 2, each: {all_of: ["70-535", {any_of: ["70-534", helper]}]}}
"""


def altered(old, new):
    """The good file with some words, which stand in it once, put otherwise."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def problems(text):
    """Every problem of a file, as (line, its whole text); none for a good one."""
    try:
        read_edition(text, name="small.yaml")
    except ProgrammeError as error:
        return [(problem.line, str(problem)) for problem in error.problems]
    return []


def line_of(text, words):
    """The number of the only line with these words."""
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if words in line]
    assert len(lines) == 1, (words, lines)
    return lines[0]
