"""Whether an achievement above the natural maximum counts as the maximum is said on the KPI sheet."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("indicators", "0004_limit_texts_of_the_sheet"),
        ("scorecards", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name=model,
            name="caps_at_maximum",
            field=models.BooleanField(default=False, verbose_name="more counts as the natural maximum"),
        )
        for model in ("historicalindicator", "indicator")
    ] + [
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(caps_at_maximum=False) | models.Q(natural_max__isnull=False),
                name="indicator_cap_needs_a_maximum",
                violation_error_message="Only with a natural maximum can more count as the maximum.",
            ),
        ),
    ]
