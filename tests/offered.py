"""The offers of the known universe: prices in one currency, an add-on, a quarter off from silver to gold.

Benefits: `office` gives seats (2 with an Action Pack, 3 with silver, 2 more with `extra`, 5 with gold), `windows` keys,
`studio` seats to silver that attains data; `hours` come with silver and gold, `desk` with silver alone.
"""

OFFERS = """
format: 1
edition: "first"
effective_from: 2017-01-01
name: {en: Offers for tests, zh-hant: 測試用優惠}
offers:
  - {key: network, kind: membership, level: network, name: {en: Network}, benefits: [
      {key: community, group: support-and-advice, name: {en: Community}}]}
  - key: action-pack
    kind: membership
    level: action-pack
    name: {en: Action Pack}
    prices: [{currency: USD, amount: 475}]
    benefits:
      - {key: office, group: cloud-services, name: {en: Office}, gives: seats, quantity: 2}
      - {key: windows, group: software, name: {en: Windows}, gives: keys, quantity: 10, amount: {en: 10 installations}}
  - key: silver
    kind: membership
    level: silver
    name: {en: Silver, zh-hant: 銀級}
    needs_competency: silver
    prices: [{currency: USD, amount: 950, example: true}]
    benefits:
      - {key: office, group: cloud-services, name: {en: Office, zh-hant: 辦公室}, gives: seats, quantity: 3}
      - {key: windows, group: software, name: {en: Windows}, gives: keys, quantity: 50, amount: {en: 50 installations}}
      - key: studio
        group: developer-subscriptions
        name: {en: Studio}
        gives: seats
        quantity: 2
        needs: {competency: data, level: silver}
      - {key: hours, group: support-and-advice, name: {en: Hours}, amount: {en: 20 hours a year}, example: true}
      - {key: desk, group: support-and-advice, name: {en: Desk}}
      - {key: quarter-off, group: discounts-and-offers, name: {en: A quarter off gold}}
  - key: extra
    kind: add-on
    level: silver
    name: {en: Extra}
    prices: [{currency: USD, amount: 475}]
    benefits:
      - {key: office, group: cloud-services, name: {en: Office}, gives: seats, quantity: 2}
      - {key: rights, group: software, name: {en: Rights}, amount: {en: "worth 20,000 USD"}}
  - key: gold
    kind: membership
    level: gold
    name: {en: Gold, zh-hant: 金級}
    needs_competency: gold
    discount: {from: silver, percent: 25}
    prices: [{currency: USD, amount: 1700, example: true}]
    benefits:
      - {key: office, group: cloud-services, name: {en: Office}, gives: seats, quantity: 5}
      - {key: windows, group: software, name: {en: Windows}, gives: keys, quantity: 100, amount: {en: A hundred}}
      - {key: hours, group: support-and-advice, name: {en: Hours}, amount: {en: 50 hours a year}, example: true}
"""
