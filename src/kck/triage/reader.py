"""One text put through everything that is known today: the city's words, registers, the model."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kck.directory.info import CategoryInfo, DangerInfo
from kck.directory.snapshot import Snapshot
from kck.directory.terms import CaseKind
from kck.triage import language as languages
from kck.triage.danger import Situation
from kck.triage.engine import Engine, Scored
from kck.triage.hearing import hear
from kck.triage.kinds import kind_of
from kck.triage.matters import Part, parts_of
from kck.triage.model.bundle import Bundle
from kck.triage.model.features import Features, Values, features_of
from kck.triage.model.ranking import ModelRanking
from kck.triage.personal import spot
from kck.triage.place.known import places_in
from kck.triage.place.near import Point
from kck.triage.quoting import own_words
from kck.triage.rules import (
    GROUP_SURE_FROM,
    is_like_a_danger,
    is_sure,
    is_sure_by_words,
    tells_enough,
    urgency_of,
)
from kck.triage.terms import (
    DangerFound,
    GroupSuggestion,
    Language,
    Located,
    Matter,
    PlaceFound,
    Suggestion,
    Triage,
)
from kck.triage.words import Word, words_of

MOST_SUGGESTIONS = 5
LETTERS = frozenset({"email", "mail", "letter", "edoreczenia"})  # what may quote an older one


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """What texts are read with; `bundle` is None until a model was published."""

    city: Snapshot
    engine: Engine
    bundle: Bundle | None
    at: datetime

    @cached_property
    def ranking(self) -> ModelRanking | None:
        return ModelRanking(self.bundle.categories, self.engine) if self.bundle else None

    @cached_property
    def allowed(self) -> frozenset[str]:
        return self.city.all_categories.codes_in_force(self.city.day)

    def category(self, code: str) -> CategoryInfo | None:
        return self.city.category(code)


def _point_of(place: Located | None) -> Point | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    return place.lat, place.lon


class Reading:
    """A text on its way: what every step needs of it, each computed once."""

    def __init__(
        self,
        knowledge: Knowledge,
        text: str,
        *,
        language: str | None,
        place: Located | None = None,
        channel: str = "",
    ) -> None:
        self.known = knowledge
        self.text = text
        words = words_of(text)
        self.words = own_words(text, words) if channel in LETTERS else words
        self.near = _point_of(place)
        self.language: Language = languages.detect(text, self.words, otherwise=language)
        self._whole: Values | None = None

    @cached_property
    def features(self) -> Features:
        return features_of(self.words)

    def scores(self, ranking: ModelRanking, words: Sequence[Word]) -> Values:
        """Of a part of the text; those of the whole are asked for again and again."""
        if words is not self.words:
            return ranking.scores(features_of(words))
        if self._whole is None:
            self._whole = ranking.scores(self.features)
        return self._whole

    def triage(self) -> Triage:
        danger = self.danger()
        matters = tuple(self._matter(part, danger) for part in self._parts())
        return Triage(danger=danger, language=self.language, matters=matters)

    def alarm(self) -> Triage:
        """Danger and language alone."""
        return Triage(danger=self.danger(), language=self.language, matters=())

    def group(self) -> GroupSuggestion:
        """The public group that most of the probability falls into."""
        by_group: dict[str, float] = defaultdict(float)
        first: dict[str, str] = {}
        for one in self._ranked(self.words, len(self.known.allowed)):
            category = self.known.category(one.code)
            if category is not None:
                by_group[category.public_group] += one.probability
                first.setdefault(category.public_group, category.code)
        if not by_group:
            return GroupSuggestion(code="", probability=0.0, category="", sure=False)
        code = max(by_group, key=lambda group: by_group[group])
        sure = by_group[code] >= GROUP_SURE_FROM
        return GroupSuggestion(
            code=code, probability=by_group[code], category=first[code], sure=sure
        )

    def danger(self) -> DangerFound | None:
        """By the words of the list, else because the text is so much like one of its categories."""
        in_force = {danger.code: danger for danger in self.known.city.dangers()}
        words = own_words(self.text, self.words)
        features = self.features if words is self.words else features_of(words)
        findings = self.known.engine.dangers.find(words, self.language)
        model = self.known.bundle.dangers if self.known.bundle else None
        if model:
            found = hear(model, findings, self.text, words, features, in_force)
        else:
            likely = [one for one in in_force.values() if one.code not in findings.dismissed]
            named = [one for one in findings.situations if one.code in in_force]
            found = named or self._like_a_danger(likely)
        return self._found(found, in_force) if found else None

    def _found(self, found: Sequence[Situation], in_force: dict[str, DangerInfo]) -> DangerFound:
        danger = in_force[found[0].code]
        return DangerFound(
            code=danger.code,
            category=danger.category,
            helplines=tuple(self.known.city.lines_of(danger, self.known.at)),
            words=found[0].words,
            calm=danger.calm,
            others=tuple(one.code for one in found[1:]),
        )

    def _like_a_danger(self, dangers: Sequence[DangerInfo]) -> list[Situation]:
        """Only categories that are nothing but a number to call; others have milder cases too."""
        ranked = self.known.engine.ranked(self.words, self.language, self.known.allowed, 2)
        category = self.known.category(ranked[0].code) if ranked else None
        if category is None or not category.is_redirect:
            return []
        first = ranked[0]
        because = self.known.engine.because(first, self.words)
        chances = [one.probability for one in ranked]
        if not is_like_a_danger(first.score, chances, len(because)):
            return []
        return [Situation(one.code, because) for one in dangers if one.category == first.code][:1]

    def _ranked(self, words: Sequence[Word], most: int) -> list[Scored]:
        known = self.known
        if known.ranking is None:
            return known.engine.ranked([*words], self.language, known.allowed, most)
        scores = self.scores(known.ranking, words)
        return known.ranking.ranked(scores, words, self.language, known.allowed, most)

    def _parts(self) -> list[Part]:
        ranking = self.known.ranking
        if ranking is None:
            return [Part(self.words, (0, len(self.text)))]
        whole = self.scores(ranking, self.words)
        return parts_of(
            self.text, self.words, lambda piece: ranking.clear_code(features_of(piece), whole)
        )

    def _matter(self, part: Part, danger: DangerFound | None) -> Matter:
        ranked = self._ranked(part.words, MOST_SUGGESTIONS)
        likely = self.known.category(ranked[0].code) if ranked else None
        text = self.text[slice(*part.span)]
        kind = self._kind(text, part.words, ranked, likely)
        codes = [one.code for one in ranked]
        because = self.known.ranking.because(codes, part.words) if self.known.ranking else {}
        return Matter(
            span=part.span,
            text=text,
            categories=tuple(self._suggestion(one, part.words, because) for one in ranked),
            kind=kind,
            place_candidates=self._places_of(part),
            personal_data=spot(text),
            urgency=urgency_of([*part.words], likely, danger=danger is not None),
            sure=danger is None
            and tells_enough(part.words)
            and self._is_sure(ranked, likely, kind),
        )

    @cached_property
    def _places(self) -> tuple[PlaceFound, ...]:
        return places_in(self.text, self.words, self.language, self.near)

    def _places_of(self, part: Part) -> tuple[PlaceFound, ...]:
        """Those it names; else those of the message, which is mostly about one place."""
        start, end = part.span
        own = tuple(one for one in self._places if start <= one.span[0] < end)
        return own or self._places

    def _kind(
        self,
        text: str,
        words: Sequence[Word],
        ranked: Sequence[Scored],
        likely: CategoryInfo | None,
    ) -> CaseKind:
        if likely is None:
            return kind_of(text, [*words], CaseKind.REPORT, 0.0)
        return kind_of(text, [*words], likely.case_kind, ranked[0].probability)

    def _is_sure(
        self, ranked: Sequence[Scored], likely: CategoryInfo | None, kind: CaseKind
    ) -> bool:
        if not ranked or likely is None:
            return False
        chances = [one.probability for one in ranked]
        bundle = self.known.bundle
        if bundle is None:
            return is_sure_by_words(chances, likely, kind)
        return is_sure(chances[0], bundle.categories.sure(likely.code), likely, kind)

    def _suggestion(
        self, one: Scored, words: Sequence[Word], because: Mapping[str, tuple[str, ...]]
    ) -> Suggestion:
        said = because.get(one.code)
        if said is None:
            said = self.known.engine.because(one, [*words])
        return Suggestion(code=one.code, probability=round(one.probability, 4), words=said)
