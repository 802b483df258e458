"""The strategy map, and what its scripts send. Combined into performance.urls."""

from django.urls import URLPattern, URLResolver, path

from performance import map_link_views, map_objective_view, map_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("strategy/map/", map_views.MapView.as_view(), name="map"),
    path("strategy/map.svg", map_views.MapFileView.as_view(), name="map-svg"),
    path(
        "strategy/map/objectives/<int:pk>/", map_objective_view.MapObjective.as_view(), name="map-objective"
    ),
    path("strategy/map/links/", map_link_views.MapLinkAdd.as_view(), name="map-link-add"),
    path("strategy/map/links/<int:pk>/", map_link_views.MapLink.as_view(), name="map-link"),
]
