"""Work programs, below a unit and a year. Combined into indicators.urls."""

from django.urls import URLPattern, URLResolver, path

from indicators.views import work_programs

WORK = "work/<int:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("initiatives/<int:pk>/work/add/", work_programs.WorkProgramAdd.as_view(), name="work-program-add"),
    path(f"{WORK}edit/", work_programs.WorkProgramEdit.as_view(), name="work-program-edit"),
    path(f"{WORK}progress/", work_programs.WorkProgramProgress.as_view(), name="work-program-progress"),
    path(f"{WORK}move/", work_programs.WorkProgramMove.as_view(), name="work-program-move"),
    path(f"{WORK}delete/", work_programs.WorkProgramDelete.as_view(), name="work-program-delete"),
    path(f"{WORK}history/", work_programs.WorkProgramHistory.as_view(), name="work-program-history"),
    path("work/plan/", work_programs.PlanWorkPrograms.as_view(), name="work-programs-plan"),
    path("work/carry-over/", work_programs.CarryOver.as_view(), name="work-programs-carry-over"),
    path("work/history/", work_programs.WorkProgramsHistory.as_view(), name="work-programs-history"),
]
