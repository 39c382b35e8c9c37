"""The page: what a person sees of a study in the browser, on this machine alone.

`server.py` serves, `guard.py` lets in, `site.py` is what all requests share. A view is one module in
`views/`, one template, one script and one catalogue of messages.
"""
