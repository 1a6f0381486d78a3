"""The tests' own reading of the programme format: slow, literal, sharing nothing with the product's rules.

Every module follows one part of the format word for word, trying everything out: each choice of people, each
way to place a team, each set of codes, each day. `judge` gives the document of section 3 as a mapping.
"""

from .cure import cheapest
from .judgement import brief, changed_first_on, judge
from .world import World

__all__ = ["World", "brief", "changed_first_on", "cheapest", "judge"]
