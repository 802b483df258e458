"""The words of the field, in the order in which the glossary tells them: (key, English, Indonesian, meaning).

Both names stand side by side whatever language is read, so they are not translated; the meanings are.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Entry = tuple[str, str, str, str | Promise]

WANTED: tuple[Entry, ...] = (
    (
        "plan",
        "Strategic plan",
        "Rencana strategis (Renstra)",
        _("What an organization wants to reach in the next few years, and how it will know that it has."),
    ),
    ("vision", "Vision", "Visi", _("What the organization wants to be one day.")),
    ("mission", "Mission", "Misi", _("What the organization is there for, and what it does for whom.")),
    ("goal", "Goal", "Tujuan", _("A result that the mission is to bring in the years of the plan.")),
    (
        "statement",
        "Statement",
        "Pernyataan",
        _("A strand of the vision, a mission or a goal, written down so that objectives can come from it."),
    ),
    (
        "perspective",
        "Perspective",
        "Perspektif",
        _(
            "A side from which the organization looks at itself: usually its finances, its customers, its"
            " internal processes, and its people and knowledge."
        ),
    ),
    (
        "objective",
        "Strategic objective",
        "Sasaran strategis",
        _("What is to become better, in a few words. It lies in one perspective and has indicators."),
    ),
    (
        "owner",
        "Owner",
        "Penanggung jawab",
        _("The person who answers for an objective, an indicator or a work program."),
    ),
    (
        "decomposition",
        "Decomposition matrix",
        "Matriks penjabaran",
        _("The table of statements and objectives: a tick says that an objective comes from a statement."),
    ),
    (
        "link",
        "Cause-effect link",
        "Hubungan sebab-akibat",
        _("One objective drives another: when the first gets better, the second does because of it."),
    ),
    (
        "map",
        "Strategy map",
        "Peta strategi",
        _("The whole strategy drawn: every objective in its perspective, and arrows from cause to effect."),
    ),
    (
        "scorecard",
        "Scorecard",
        "Scorecard",
        _("The objectives and indicators of one unit in one plan, with their figures for each year."),
    ),
    (
        "cascade",
        "Supports the objective above",
        "Mendukung sasaran di atasnya",
        _("Which objective of a higher unit this one helps. That is how the strategy reaches everyone."),
    ),
)

MEASURED: tuple[Entry, ...] = (
    (
        "indicator",
        "Indicator (KPI)",
        "Indikator (IKU)",
        _("A figure that shows whether an objective is being reached: key performance indicator."),
    ),
    (
        "sheet",
        "KPI sheet",
        "Lembar KPI",
        _("Everything about one indicator on one page: definition, formula, source, targets, initiatives."),
    ),
    (
        "unit-of-measure",
        "Unit of measure",
        "Satuan",
        _("What the figure counts: percent, rupiah, days, people."),
    ),
    (
        "polarity",
        "Polarity",
        "Polaritas",
        _("Which way is better: a higher figure, a lower one, or one within a range."),
    ),
    (
        "lead",
        "Lead indicator",
        "Indikator pendorong (lead)",
        _("Measures what is done to bring the result about. It moves first and can be acted upon."),
    ),
    (
        "lag",
        "Lag indicator",
        "Indikator hasil (lag)",
        _("Measures the result itself. It moves after what drives it."),
    ),
    (
        "baseline",
        "Baseline",
        "Baseline",
        _("The figure from which an indicator starts before the plan, so that progress can be seen."),
    ),
    ("target", "Target", "Target", _("The figure that an indicator is to reach in a year.")),
    (
        "bounds",
        "Natural bounds",
        "Batas alami",
        _("The least and the greatest figure that an indicator can have: 0 and 100 for a percentage."),
    ),
    (
        "worst-value",
        "Worst value",
        "Nilai terburuk",
        _("The figure that counts as 0 percent where the target is 0 and nothing can be divided by it."),
    ),
    (
        "initiative",
        "Initiative",
        "Inisiatif",
        _("What the organization undertakes so that an indicator reaches its target."),
    ),
    (
        "work-program",
        "Work program",
        "Program kerja",
        _("An initiative in one year: who does it, with what budget, from when to when, how far it is."),
    ),
    (
        "budget",
        "Budget",
        "Anggaran",
        _("The money set aside for a work program in a year; beside it stands what has been spent."),
    ),
    (
        "plan-check",
        "Plan check",
        "Pemeriksaan rencana",
        _("Reads the whole plan and tells where it is weak, before a year is lost with it."),
    ),
    (
        "finding",
        "Finding",
        "Temuan",
        _("One weak place that the plan check found, with the reason and the place to mend it."),
    ),
    (
        "smart",
        "SMART",
        "SMART",
        _("What makes a good indicator: specific, measurable, achievable, relevant and bound to a time."),
    ),
)

REACHED: tuple[Entry, ...] = (
    (
        "achievement",
        "Achievement",
        "Capaian",
        _("The figure that an indicator really had in a year. While it is missing it is not a zero."),
    ),
    (
        "evidence",
        "Evidence",
        "Bukti",
        _("A document, kept where people can open it, that shows where an achievement comes from."),
    ),
    (
        "attainment",
        "Attainment",
        "Persentase capaian",
        _("How much of the target has been reached, in percent: 100 is on target, more is better."),
    ),
    (
        "level",
        "Level",
        "Level",
        _("The mark for an attainment: with three levels 1 is below target, 2 on target and 3 above."),
    ),
    (
        "scheme",
        "Scoring scheme",
        "Skema penilaian",
        _("The rule that says which attainment reaches which level."),
    ),
    (
        "tolerance",
        "Tolerance",
        "Toleransi",
        _("How far, in percent, an achievement may lie from its target and still count as on target."),
    ),
    (
        "status",
        "Status",
        "Status",
        _("Below target, on target or above target, or why that can't be said yet."),
    ),
    (
        "weight",
        "Weight",
        "Bobot",
        _("How much an indicator, an objective or a perspective counts beside the others."),
    ),
    (
        "score",
        "Score",
        "Nilai",
        _("Weight times level: what an indicator adds to the total of the year."),
    ),
    (
        "total",
        "Total",
        "Total",
        _("The sum of all scores of a year."),
    ),
    (
        "threshold",
        "Threshold",
        "Ambang",
        _("The total from which a year is good: what it would be if every indicator were exactly on target."),
    ),
    (
        "fixed-threshold",
        "Fixed threshold",
        "Ambang tetap",
        _("A threshold that somebody set for a year instead of the one that the targets give."),
    ),
    (
        "index",
        "Index",
        "Indeks",
        _("What has been scored, as a percentage of what being on target gives: 100 is on target."),
    ),
    (
        "verdict",
        "Verdict",
        "Putusan",
        _("The answer for a year: good, not good yet, or undecided while missing figures can still turn it."),
    ),
    (
        "not-applicable",
        "Not applicable",
        "Tidak berlaku",
        _("An indicator that a manager left out of a year, with a reason. It then counts on neither side."),
    ),
)
