"""What everybody in the organization may read: the strategy in plain words, and the glossary."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from organizations.permissions import Action
from performance.story import load_story
from performance.strategy_maps import StrategyMap, answer, drawing_of, load_strategy_map
from scorecards.glossary import GLOSSARY
from scorecards.scope import ScorecardView


class StoryView(ScorecardView, TemplateView):
    """Vision, missions, goals, the map and the objectives, without any figure."""

    reads = Action.VIEW_STRATEGY
    needs = "plan"
    template_name = "performance/story.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        scorecard = self.scope.scorecard
        strategy_map = load_strategy_map(scorecard, None) if scorecard else StrategyMap((), (), (), {})
        return super().get_context_data(
            story=load_story(self.plan, scorecard, strategy_map.links),
            plan=self.plan,
            drawing=drawing_of(strategy_map, url=lambda objective: f"#objective-{objective.pk}"),
            title=_("Strategy map of %(unit)s") % {"unit": self.scope.unit},
            description=answer(strategy_map),
            may_write_statements=self.scope.may(Action.EDIT, whole_organization=True),
            **context,
        )


class GlossaryView(ScorecardView, TemplateView):
    """Every term of the field in both languages, with what it means."""

    reads = Action.VIEW_STRATEGY
    needs = ""
    template_name = "performance/glossary.html"
    extra_context = {"chapters": GLOSSARY}
