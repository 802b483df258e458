"""The words of the guided start: what each step asks, what there is already, what can't be taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scorecards.start import Found, Progress, Step, StepState
from scorecards.start_lines import FaultyLine, LineFault

NAMES_TOLD = 3
SHOWN_LENGTH = 60


@dataclass(frozen=True, slots=True)
class StepWords:
    """label: in the list of steps; question: the title of the page; hint: what helps to answer it.

    term: the word of the glossary that the step is about, which it leads to by `ask`; empty for none.
    """

    label: str | Promise
    question: str | Promise
    hint: str | Promise
    term: str = ""
    ask: str | Promise = ""


STEP_WORDS = {
    Step.ORGANIZATION: StepWords(
        gettext_lazy("Organization"),
        gettext_lazy("What is the organization called?"),
        gettext_lazy("The name stands on every page and printout."),
    ),
    Step.PLAN: StepWords(
        gettext_lazy("Plan & years"),
        gettext_lazy("Which years does the plan cover?"),
        gettext_lazy("A strategic plan usually has three to five years. Years can be added later."),
        "plan",
        gettext_lazy("What is a strategic plan?"),
    ),
    Step.PERSPECTIVES: StepWords(
        gettext_lazy("Perspectives"),
        gettext_lazy("From which sides do you look at the organization?"),
        gettext_lazy(
            "Four perspectives are usual. The first stands on top of the strategy map; what is below leads "
            "to what is above."
        ),
        "perspective",
        gettext_lazy("What is a perspective?"),
    ),
    Step.VISION: StepWords(
        gettext_lazy("Vision"),
        gettext_lazy("What do you want to become?"),
        gettext_lazy("Write the vision; if it has several strands, each on a line of its own."),
        "vision",
        gettext_lazy("What is a vision?"),
    ),
    Step.MISSIONS: StepWords(
        gettext_lazy("Missions"),
        gettext_lazy("What are you there for?"),
        gettext_lazy("One mission per line."),
        "mission",
        gettext_lazy("What is a mission?"),
    ),
    Step.GOALS: StepWords(
        gettext_lazy("Goals"),
        gettext_lazy("What do you want to reach by the end of the plan?"),
        gettext_lazy("One goal per line."),
        "goal",
        gettext_lazy("What is a goal?"),
    ),
    Step.OBJECTIVES: StepWords(
        gettext_lazy("First objectives"),
        gettext_lazy("What has to get better for that?"),
        gettext_lazy(
            "One objective per line, under the perspective where it belongs. Two or three each are a good "
            "beginning."
        ),
        "objective",
        gettext_lazy("What is an objective?"),
    ),
}
EXAMPLES = {
    Step.VISION: gettext_lazy("The most trusted maker of vehicle parts in Southeast Asia"),
    Step.MISSIONS: gettext_lazy("Make parts that never fail\nBe the place where good engineers want to work"),
    Step.GOALS: gettext_lazy("Sales grow by a half\nNo customer gets a faulty part"),
}
# By the code of a usual perspective; money serves a public body, and is what a business is there for.
OBJECTIVE_EXAMPLES = {
    "F": gettext_lazy("Raise the profit\nLower the cost of production"),
    "C": gettext_lazy("Deliver on time\nWin new customers"),
    "S": gettext_lazy("Raise the public's satisfaction\nServe without delay"),
    "P": gettext_lazy("Make fewer faulty parts\nShorten the time from order to delivery"),
    "F-public": gettext_lazy("Spend the budget as planned\nRaise the own revenue"),
    "L": gettext_lazy("Raise the skills of the employees\nKeep good people"),
}

_COUNTED: dict[Step, Callable[[int], str]] = {
    Step.PERSPECTIVES: lambda n: ngettext("%(n)s perspective", "%(n)s perspectives", n),
    Step.VISION: lambda n: ngettext("%(n)s strand of the vision", "%(n)s strands of the vision", n),
    Step.MISSIONS: lambda n: ngettext("%(n)s mission", "%(n)s missions", n),
    Step.GOALS: lambda n: ngettext("%(n)s goal", "%(n)s goals", n),
    Step.OBJECTIVES: lambda n: ngettext("%(n)s objective", "%(n)s objectives", n),
}


def counted(step: Step, count: int) -> str:
    """How many of what a step adds, with the noun."""
    return _COUNTED[step](count) % {"n": count}


def objectives_summary(found: Found) -> str:
    words = ngettext(
        "%(objectives)s in %(covered)s of %(n)s perspective",
        "%(objectives)s in %(covered)s of %(n)s perspectives",
        found.perspectives,
    )
    objectives = counted(Step.OBJECTIVES, found.objectives)
    return words % {"objectives": objectives, "covered": found.covered, "n": found.perspectives}


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step with its words. summary: what there is; empty where nothing is."""

    state: StepState
    label: str | Promise
    summary: str


def step_rows(progress: Progress) -> list[StepRow]:
    """The steps as the pages list them."""
    return [
        StepRow(each, STEP_WORDS[each.step].label, step_summary(each, progress.found))
        for each in progress.steps
    ]


def step_summary(state: StepState, found: Found) -> str:
    if state.step is Step.OBJECTIVES and state.done:
        return objectives_summary(found)
    return counted(state.step, state.count) if state.step in _COUNTED and state.done else ""


def default_plan_name(first_year: int, last_year: int) -> str:
    """What a plan is called when nobody gives it a name."""
    return _("Strategic plan %(first)s–%(last)s") % {"first": first_year, "last": last_year}


def at_line(number: int, error: ValidationError) -> ValidationError:
    """The same errors, each told with its line."""
    words = _("Line %(line)s: %(message)s")
    return ValidationError([words % {"line": number, "message": message} for message in error.messages])


_LINE_FAULTS: dict[LineFault, Callable[[], str]] = {
    LineFault.TOO_LONG: lambda: _("read %(read)s characters; expected at most %(limit)s."),
    LineFault.NO_WORDS: lambda: _("read “%(read)s”, but no text with it; write one or empty the line."),
    LineFault.UNKNOWN_SOURCE: lambda: _("read the statement “%(read)s”; expected one of %(known)s."),
    LineFault.UNCLEAR_SOURCE: lambda: _(
        "read the statement “%(read)s”, but there are %(known)s; write it with the same capitals."
    ),
}


def line_error(faulty: FaultyLine) -> ValidationError:
    """What was read in a line, and what is expected."""
    if faulty.fault is LineFault.TOO_MANY:
        words = _("Read %(read)s lines; expected at most %(limit)s at a time.")
        return ValidationError(words % {"read": faulty.read, "limit": faulty.limit})
    words = _LINE_FAULTS[faulty.fault]()
    told = {
        "read": Truncator(faulty.read).chars(SHOWN_LENGTH),
        "limit": faulty.limit,
        "known": Truncator(", ".join(faulty.known)).chars(SHOWN_LENGTH * 2),
    }
    return at_line(faulty.number, ValidationError(words % told))


def perspectives_meanwhile() -> ValidationError:
    """For who sends perspectives to a plan that had none when the page was opened."""
    words = _(
        "Somebody has set up perspectives in the meantime: they stand above. What you typed is not saved. "
        "Continue with those above, or add yours to them."
    )
    return ValidationError(words, code="meanwhile")


def plan_meanwhile(name: str, first_year: int, last_year: int) -> ValidationError:
    """For who sends a new plan for a year that had none when the page was opened."""
    words = _(
        "The plan “%(name)s” for %(first)s to %(last)s was made in the meantime; yours is not saved. Go on "
        "with that plan, or choose years that it does not cover."
    )
    return ValidationError(words % {"name": name, "first": first_year, "last": last_year}, code="meanwhile")


def added_words(step: Step, codes: Sequence[str]) -> str:
    """What has been added, by its codes."""
    shown = [*codes] if len(codes) <= 2 * NAMES_TOLD else [*codes[:NAMES_TOLD], "…", codes[-1]]
    told = {"count": counted(step, len(codes)), "codes": ", ".join(shown)}
    return _("Added: %(count)s (%(codes)s).") % told


def doubles_words(doubles: Sequence[str]) -> str:
    """What was left out because it was there already."""
    names = [f"“{Truncator(each).chars(SHOWN_LENGTH)}”" for each in doubles[:NAMES_TOLD]]
    if len(doubles) > NAMES_TOLD:
        names.append("…")
    words = ngettext(
        "There already, so not added again: %(names)s.",
        "%(n)s were there already and were not added again: %(names)s.",
        len(doubles),
    )
    return words % {"n": len(doubles), "names": ", ".join(names)}
