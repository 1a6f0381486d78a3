"""The demo world: invented partners whose whole history is told by the actions, with days that count from today.

A story (`stories/`) notes in a diary what its partner and people did and when; the diary is then played from
its first day to the last, so that attainments, terms and the journal come about as they would have.
"""
