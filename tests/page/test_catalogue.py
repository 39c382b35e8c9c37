"""What the page says and what it loads: every message is there and used, and everything comes from here."""

import ast
import re
import string
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import builders
import pages
import pytest

from pipeline.artefacts.transcript import Role
from pipeline.messages import catalogue
from pipeline.page.asking import View
from pipeline.page.views import VIEWS
from pipeline.review.decisions import Reason

PACKAGE = builders.REPOSITORY / "pipeline"
PAGE = PACKAGE / "page"
STATIC = {path.name: path.read_text("utf-8") for path in (PAGE / "static").iterdir()}
SCRIPTS = {name: text for name, text in STATIC.items() if name.endswith(".js")}
TEMPLATES = {path.name: path.read_text("utf-8") for path in (PAGE / "templates").iterdir()}
#: Rooms of the catalogue that are the page's alone.
ROOMS = ("page", "overview", "listen", "start", "identify", "categories")

KEY = re.compile(
    r"""["'`]((?:page|overview|listen|start|identify|categories|reading)\.[a-zA-Z0-9_.]+)["'`]"""
)


def found_in(script: str, pattern: str) -> set[str]:
    """What a pattern finds in a script; it must find something."""
    found = set(re.findall(pattern, SCRIPTS[script]))
    assert found, f"{script} has changed: {pattern} finds nothing"
    return found


def block(script: str, begins: str) -> str:
    """The lines of a script from one that begins so to one that ends the block."""
    lines = SCRIPTS[script].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(begins))
    last = next(number for number, line in enumerate(lines[first:], first) if line.startswith("}"))
    return "\n".join(lines[first : last + 1])


def actions() -> set[str]:
    return set(re.findall(r"(?m)^  (\w+): \[", block("keys.js", "const OWN")))


def profiles() -> set[str]:
    return set(re.findall(r"(?m)^  (\w+): \{", block("keys.js", "export const PROFILES")))


def picks() -> set[str]:
    """`pick("size", …, ["s", "m"], …)` says `listen.size.s` and `listen.size.m`."""
    found = re.findall(r'pick\("(\w+)", .*?\[(.*?)\]', SCRIPTS["likes.js"])
    return {f"listen.{name}.{value}" for name, values in found for value in re.findall(r'"(\w+)"', values)}


def expanded() -> dict[str, set[str]]:
    """The keys that scripts put together, by what stands in the script."""
    roles = {f"reading.role.{role}" for role in get_args(Role)}
    keys = {f"listen.key.{action}" for action in actions()}
    [states] = found_in("listen.js", r"const state = interview\.offline (.*);")
    return {
        "listen.key.${action}": keys,
        "listen.key.${other[0]}": keys,
        "listen.profile.${name}": {f"listen.profile.{name}" for name in profiles()},
        "listen.${name}.${value}": picks(),
        "listen.saved.${state}": {f"listen.saved.{name}" for name in re.findall(r'"(\w+)"', states)},
        "listen.refused.${refused.reason}": {
            f"listen.refused.{reason}"
            for reason in {*get_args(Reason), *found_in("interview.js", r'refused: \{ reason: "(\w+)" \}')}
        },
        'listen.ears.${side || "both"}': {"listen.ears.both"}
        | {f"listen.ears.{side}" for side in found_in("listen.js", r'ears = \["", "(\w+)"')}
        | {"listen.ears.right"},
        "listen.state.${name}": {
            f"listen.state.{name}" for name in found_in("rows.js", r'\["[^"\w]+", "(\w+)"\]')
        },
        "reading.role.${speaker.role}": roles,
        "reading.role.${one}": roles,
        "listen.${kind}": {f"listen.{kind}" for kind in ("remark", "note")},
    }


def imported(name: str) -> set[str]:
    """A script and all that it imports."""
    found, ahead = set(), {name}
    while ahead:
        one = ahead.pop()
        found.add(one)
        ahead |= set(re.findall(r'(?m)^import .*?"\./([\w.]+)";$', SCRIPTS[one])) - found
    return found


def spoken(script: str) -> set[str]:
    """All keys that a script may say."""
    table = expanded()
    together = set(re.findall(r"say\(`([^`]*)`", SCRIPTS[script]))
    return set(KEY.findall(SCRIPTS[script])) | {key for one in together for key in table[one]}


VIEWS_NOW: tuple[View, ...] = tuple(VIEWS.load(name) for name in VIEWS)


# ---------------------------------------------------------------------- messages


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_what_a_script_says_is_in_the_catalogue(script: str) -> None:
    assert spoken(script) - set(catalogue()) == set()


@pytest.mark.parametrize("view", VIEWS_NOW, ids=lambda view: view.name)
def test_a_view_is_sent_the_messages_that_its_scripts_say(view: View) -> None:
    rooms = {"page", *view.rooms}
    for script in imported(f"{view.name}.js"):
        strangers = {key for key in spoken(script) if key.partition(".")[0] not in rooms}
        assert not strangers, script


def test_every_view_has_a_template_a_script_and_a_name() -> None:
    for view in VIEWS_NOW:
        assert f"{view.name}.html" in TEMPLATES
        assert f"{view.name}.js" in SCRIPTS
        assert f"page.view.{view.name}" in catalogue()


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_what_a_template_says_is_in_the_catalogue(template: str) -> None:
    said = re.findall(r"say\('([\w.]+)'(?! ~)(?:, ([^)]*))?\)", TEMPLATES[template])
    for key, values in said:
        assert key in catalogue(), key
        assert set(fields(key)) <= set(re.findall(r"(\w+)=", values)), key
    put_together = set(re.findall(r"say\('([\w.]+)' ~", TEMPLATES[template]))
    assert put_together <= {"page.view.", "page.language."}


def fields(key: str) -> list[str]:
    """The values that a message is to be filled in with."""
    return [name for _, name, _, _ in string.Formatter().parse(catalogue()[key][0]) if name]


def test_every_message_of_the_page_is_said_somewhere() -> None:
    code = "\n".join(path.read_text("utf-8") for path in PAGE.rglob("*.py"))
    used = set(KEY.findall(code)) | {key for script in SCRIPTS for key in spoken(script)}
    used |= {key for text in TEMPLATES.values() for key in KEY.findall(text)}
    used |= {f"{key}.hint" for key in used & set(KEY.findall(code))}
    used |= {f"page.view.{view.name}" for view in VIEWS_NOW} | {"page.language.nb", "page.language.en"}
    unused = {key for key in catalogue() if key.partition(".")[0] in ROOMS} - used
    assert unused == set()


def says(path: Path) -> list[tuple[str, set[str]]]:
    """The literal keys that a module says, and the values it gives."""
    tree = ast.parse(path.read_text("utf-8"))
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        at = {"say": 0, "say_in": 1}.get(node.func.id)
        if at is None or len(node.args) <= at:
            continue
        key = node.args[at]
        if isinstance(key, ast.Constant) and all(word.arg for word in node.keywords):
            found.append((str(key.value), {str(word.arg) for word in node.keywords}))
    return found


def test_every_message_is_filled_in_with_all_that_it_speaks_of() -> None:
    missing = [
        (path.name, key, sorted(set(fields(key)) - given))
        for path in sorted(PACKAGE.rglob("*.py"))
        for key, given in says(path)
        if set(fields(key)) - given
    ]
    assert missing == []


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_a_script_fills_in_all_that_a_message_speaks_of(script: str) -> None:
    text = SCRIPTS[script]
    for match in re.finditer(r'say\((?:\w+ \? )?"([\w.]+)"(?: : "[\w.]+")?(\)|, \{|, \w+\))', text):
        key, ending = match.groups()
        if ending == ")":
            assert fields(key) == [], key
        elif ending == ", {":
            values = balanced(text[match.end() - 1 :])
            assert not [name for name in fields(key) if not re.search(rf"\b{name}\b", values)], key


def balanced(text: str) -> str:
    """The text from a brace to the one that closes it."""
    depth = 0
    for place, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0:
            return text[: place + 1]
    raise AssertionError("a brace is not closed")


def test_every_action_has_a_key_and_does_something() -> None:
    does = set(re.findall(r"(?m)^  (\w+):", block("listen.js", "const DO")))
    assert does == actions()
    for name in profiles():
        body = re.search(rf"(?m)^  {name}: \{{(.*)\}},$", block("keys.js", "export const PROFILES"))
        assert body is not None
        assert set(re.findall(r"(\w+): \[", body.group(1))) <= actions()


@pytest.mark.parametrize("profile", ["renskriv", "otranscribe", "f4", "maxqda"])
def test_no_key_stands_for_two_actions(profile: str) -> None:
    def keys(text: str) -> dict[str, list[str]]:
        return {
            action: re.findall(r'"([^"]+)"', listed)
            for action, listed in re.findall(r"(\w+): \[(.*?)\]", text)
        }

    of_profile = re.search(rf"(?m)^  {profile}: \{{(.*)\}},$", block("keys.js", "export const PROFILES"))
    assert of_profile is not None
    in_force = keys(block("keys.js", "const OWN")) | keys(of_profile.group(1))
    named = [key for listed in in_force.values() for key in listed]
    assert sorted(named) == sorted(set(named))


# ---------------------------------------------------------------------- where everything comes from


@pytest.mark.parametrize("name", sorted(STATIC))
def test_a_file_of_the_page_loads_nothing_from_elsewhere(name: str) -> None:
    text = STATIC[name].replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.findall(r"\b(?:https?|wss?|ftp)://|[\"'`(]//\w", re.sub(r"(?m)^\s*//.*$", "", text))
    assert not re.findall(r"url\(|@import|sendBeacon|RTCPeerConnection|WebSocket|importScripts", text)
    for script in re.findall(
        r"""(?m)(?:^(?:import|export) .*\bfrom |^import |import\()["']([^"']+)["']""", text
    ):
        assert script.removeprefix("./") in SCRIPTS, script


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_text_never_becomes_markup_or_code(name: str) -> None:
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|document\.write|DOMParser|srcdoc|"
        r"createContextualFragment|\beval\b|\bFunction\(|javascript:|setAttribute\(\"(?:style|on)"
    )
    assert not re.findall(forbidden, SCRIPTS[name])


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_every_script_is_used(name: str) -> None:
    assert any(name in imported(f"{view.name}.js") for view in VIEWS_NOW)


def test_every_style_and_picture_is_used() -> None:
    markup = "\n".join(TEMPLATES.values())
    for name in set(STATIC) - set(SCRIPTS):
        stem, _, ending = name.rpartition(".")
        assert name in markup or (ending == "css" and stem in {view.name for view in VIEWS_NOW}), name


class Markup(HTMLParser):
    """Finds what a page loads and runs."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.inline: list[str] = []
        self.script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inline += [name for name in given if name.startswith("on") or name in ("style", "srcdoc")]
        self.inline += [tag] if tag in ("style", "iframe", "object", "embed", "base") else []
        self.loads += [given[name] or "" for name in ("src", "href", "action", "poster") if name in given]
        if tag == "script":
            self.inline += [] if given.get("type") == "application/json" or "src" in given else ["script"]


@pytest.mark.parametrize("code", ["nb", "en"])
def test_a_page_loads_from_here_alone_and_runs_nothing_that_stands_in_it(
    page: pages.Served, code: str
) -> None:
    anne, stranger = page.browser("Anne"), pages.Browser(page.app)
    anne.post("/api/language", {"language": code})
    answers = [
        anne.get("/"),
        anne.get("/who"),
        anne.get("/start"),
        anne.get(f"/interviews/{pages.INTERVIEW}/listen"),
        anne.get("/interviews/finnes-ikke/listen"),
        stranger.get("/"),
        stranger.get(f"/?token={page.sessions.token}"),
    ]
    for answer in answers:
        markup = Markup()
        markup.feed(answer.text)
        assert markup.inline == []
        assert markup.loads
        for address in markup.loads:
            assert re.fullmatch(r"#\w+|/(?!/).*", address), address
            if address.startswith("/static/"):
                assert address.removeprefix("/static/") in STATIC


def test_what_a_person_likes_cannot_break_out_of_where_it_stands(
    page: pages.Served, anne: pages.Browser
) -> None:
    evil = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    anne.post("/api/settings", {"settings": {"theme": evil, "size": evil, "keys": {evil: [evil]}}})
    other = page.browser(f"A{evil}"[:80])
    for answer in (anne.get("/"), other.get("/"), other.get("/who?to=/%22%3E%3Cscript%3E")):
        markup = Markup()
        markup.feed(answer.text)
        assert markup.inline == []
        assert "alert(1)</script>" not in answer.text
        assert "<img" not in answer.text
