"""The scenes as the page *Scenariusz* shows them, with links for both sides of each case."""

from dataclasses import dataclass

from kck.cases.models import Case
from kck.cases.queries.access import access_code
from kck.cases.terms import CaseState
from kck.demo.models import DemoState
from kck.demo.programme import SCENES, Scene
from kck.demo.staff import BY_KEY, Seat
from kck.directory.queries import snapshot
from kck.foundation.numbers import display

_AT_A_GLANCE = 6  # cases of a scene; more of them are folded


@dataclass(frozen=True, kw_only=True)
class CaseShown:
    number: str
    canonical: str
    token: str
    code: str
    category: str
    place: str
    unit: str
    state: CaseState


@dataclass(frozen=True, kw_only=True)
class SceneShown:
    scene: Scene
    seat: Seat
    cases: list[CaseShown]

    @property
    def first(self) -> list[CaseShown]:
        return self.cases if len(self.cases) <= _AT_A_GLANCE + 1 else self.cases[:_AT_A_GLANCE]

    @property
    def rest(self) -> list[CaseShown]:
        return self.cases[len(self.first) :]


def scenes_shown(state: DemoState) -> list[SceneShown]:
    ids = [case_id for found in state.scenes.values() for case_id in found]
    cases = {case.pk: case for case in Case.objects.filter(pk__in=ids)}
    return [
        SceneShown(
            scene=scene,
            seat=BY_KEY[scene.seat],
            cases=[_shown(cases[pk]) for pk in state.scenes.get(scene.key, ()) if pk in cases],
        )
        for scene in SCENES
    ]


def _shown(case: Case) -> CaseShown:
    city = snapshot()
    return CaseShown(
        number=display(case.number),
        canonical=case.number,
        token=case.token,
        code=access_code(case.token),
        category=city.category_by_id(case.category_id).name(),
        place=case.address,
        unit=city.unit_by_id(case.unit_id, city.day).code,
        state=CaseState(case.state),
    )
