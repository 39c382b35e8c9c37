"""The views by name. A new one is a module here, a template, a script, and one line."""

from pipeline.registry import Registry

VIEWS = Registry("view")
VIEWS.add("overview", "pipeline.page.views.overview:VIEW")
VIEWS.add("listen", "pipeline.page.views.listen:VIEW")
VIEWS.add("identify", "pipeline.page.views.identify:VIEW")
VIEWS.add("themes", "pipeline.page.views.themes:VIEW")
VIEWS.add("start", "pipeline.page.views.start:VIEW")
VIEWS.add("who", "pipeline.page.views.who:VIEW")
