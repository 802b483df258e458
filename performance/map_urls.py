"""The strategy map, and what its scripts send. Combined into performance.urls."""

from django.urls import URLPattern, URLResolver, path

from performance import map_link_views, map_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("strategy/map/", map_views.MapView.as_view(), name="map"),
    path("strategy/map.svg", map_views.MapFileView.as_view(), name="map-svg"),
    path("strategy/map/links/", map_link_views.MapLinkAdd.as_view(), name="map-link-add"),
    path("strategy/map/links/<int:pk>/", map_link_views.MapLink.as_view(), name="map-link"),
]
