"""The offers of the known universe: prices in one currency, an add-on, a quarter off from silver to gold."""

OFFERS = """
format: 1
edition: "first"
effective_from: 2017-01-01
name: {en: Offers for tests, zh-hant: 測試用優惠}
offers:
  - {key: network, kind: membership, level: network, name: {en: Network}}
  - key: action-pack
    kind: membership
    level: action-pack
    name: {en: Action Pack}
    prices: [{currency: USD, amount: 475}]
  - key: silver
    kind: membership
    level: silver
    name: {en: Silver, zh-hant: 銀級}
    needs_competency: silver
    prices: [{currency: USD, amount: 950, example: true}]
  - {key: extra, kind: add-on, level: silver, name: {en: Extra}, prices: [{currency: USD, amount: 475}]}
  - key: gold
    kind: membership
    level: gold
    name: {en: Gold, zh-hant: 金級}
    needs_competency: gold
    discount: {from: silver, percent: 25}
    prices: [{currency: USD, amount: 1700, example: true}]
"""
