"""Over how many years a mean was taken is stored beside it instead of guessed from its inputs."""

from django.db import migrations, models

ROWS_AT_A_TIME = 500
CONDITION = models.Q(baseline_span__isnull=True) | models.Q(baseline_method="mean", baseline_span__gte=1)


def span_of(inputs):
    """How many years the mean took. Years with a gap among them were all that there were: no number."""
    years = sorted(int(year) for year in inputs)
    in_a_row = bool(years) and years == list(range(years[0], years[0] + len(years)))
    return len(years) if in_a_row else None


def fill(apps, schema_editor):
    for name in ("Indicator", "HistoricalIndicator"):
        model = apps.get_model("indicators", name)
        batch = []
        means = model.objects.filter(baseline_method="mean").only("pk", "baseline_inputs")
        for row in means.iterator(chunk_size=ROWS_AT_A_TIME):
            row.baseline_span = span_of(row.baseline_inputs)
            batch.append(row)
        model.objects.bulk_update(batch, ["baseline_span"], batch_size=ROWS_AT_A_TIME)


class Migration(migrations.Migration):

    dependencies = [
        ("indicators", "0002_work_programs_evidence_accepted_findings"),
        ("scorecards", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name=model,
            name="baseline_span",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="years that the mean takes"
            ),
        )
        for model in ("indicator", "historicalindicator")
    ] + [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=CONDITION,
                name="indicator_span_of_a_mean",
                violation_error_message="Only a mean takes a number of years, and at least one.",
            ),
        ),
    ]
