"""The stage of every level (D3), packed into `Standing.stages`."""

from collections.abc import Collection, Sequence

from competencies.models.standings import Stage
from competencies.review.subject import LevelKey


def pack(
    levels: Sequence[str],
    *,
    active: Collection[LevelKey],
    qualified: Collection[LevelKey],
    started: Collection[LevelKey],
) -> dict[str, str]:
    """Competency key → one letter for each level, lowest first; without those where nothing started."""
    found: dict[LevelKey, Stage] = dict.fromkeys(started, Stage.STARTED)
    found.update(dict.fromkeys(qualified, Stage.QUALIFIED))
    found.update(dict.fromkeys(active, Stage.ACTIVE))
    return {
        competency: "".join(found.get((competency, level), Stage.NOT_STARTED).value for level in levels)
        for competency in sorted({competency for competency, _ in found})
    }
