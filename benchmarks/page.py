"""How fast the page is in a real browser: opening, typing and first sound in an interview of three hours.

    python benchmarks/page.py

A study is made in a temporary folder: 650 turns, 30,000 words with times, three hours of noise that comes in
bursts as talk does. It is opened as it is after transcribing, and with 4,000 decisions and all of it played
twice in its logs; typing and sound are measured in the latter. Keys and clicks come from outside the browser,
times are the browser's own, from the event to the frame that shows what came of it. Beside ours stands a
plain page as many editors for transcripts are made: all text in one contenteditable, a span for each word.
"""

from __future__ import annotations

import contextlib
import html
import json
import math
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from pipeline.artefacts.transcript import Transcript, Turn

REPOSITORY = Path(__file__).resolve().parent.parent
INTERVIEW = "intervju-01"
WHO = ("Berit", "Anders")

HOURS, TURNS, WORDS = 3, 650, 30_000
DURATION_MS = HOURS * 3_600_000
DECISIONS, PLAY_MS = 4_000, 5_000

#: The bars of the page's issue, in ms.
KEY_MS, SOUND_MS, OPEN_MS = 16, 300, 1000

SERVERS, OPENINGS, KEYS, CLICKS = 3, 3, 300, 12
FAR_MS = 2 * 3_600_000

#: So long somebody looks at the overview before they choose an interview.
LOOK_S = 1.5

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--enable-precise-memory-info",
)

SAID = (
    *("ja", "nei", "altså", "det", "er", "jo", "ikke", "så", "enkelt", "men", "vi", "har", "prøvd", "mange"),
    *("ganger", "og", "da", "blir", "jeg", "litt", "usikker", "på", "hva", "som", "egentlig", "skjedde"),
    *("for", "hun", "sa", "at", "alle", "skulle", "møtes", "etter", "arbeidstid", "mens", "lederen", "mente"),
)
TYPED = "vi tenkte at det kunne bli bedre etter en stund men ingen hadde tid til det "


def thrower(seed: int) -> random.Random:
    """Dice that fall the same way in every run."""
    return random.Random(seed)  # noqa: S311 (nothing is to be kept secret)


# ---------------------------------------------------------------------- the study


def made_up() -> Transcript:
    """An interview of two: short questions, answers of up to some hundred words, a time for each."""
    from pipeline.artefacts.transcript import Stretch, Transcript, Turn, Word

    dice = thrower(1)
    weights = [(0.25 if i % 2 == 0 else 1.75) * dice.uniform(0.2, 1.8) for i in range(TURNS)]
    share = WORDS / sum(weights)
    counts = [max(1, round(weight * share)) for weight in weights]
    counts[-1] += WORDS - sum(counts)
    each = (DURATION_MS - TURNS * 600) // WORDS
    turns, at = [], 0
    for number, count in enumerate(counts):
        at += 600
        texts = [dice.choice(SAID) for _ in range(count)]
        texts[0], texts[-1] = texts[0].capitalize(), f"{texts[-1]}."
        words = tuple(
            Word(
                text=text,
                start_ms=at + i * each,
                end_ms=at + (i + 1) * each,
                probability=round(dice.uniform(0.3, 1), 3),
            )
            for i, text in enumerate(texts)
        )
        turns.append(
            Turn(
                id=f"t{number:04}",
                speaker=f"S{1 + number % 2}",
                role="respondent" if number % 2 else "interviewer",
                start_ms=at,
                end_ms=at + count * each,
                text=" ".join(texts),
                words=words,
            )
        )
        at += count * each
    return Transcript(
        interview=INTERVIEW,
        language="nb",
        engine="made up",
        model="",
        turns=tuple(turns),
        speech=tuple(Stretch(start_ms=turn.start_ms or 0, end_ms=turn.end_ms or 0) for turn in turns),
        duration_ms=DURATION_MS,
    )


def write_sound(path: Path, transcript: Transcript) -> None:
    """Noise, loud in the middle of each word and low between turns, a minute at a time."""
    import numpy as np

    from pipeline.artefacts.sound import RATE_HZ

    step = 10  # ms, as fine as loudness is drawn
    loudness = np.full(DURATION_MS // step, 0.004)
    for turn in transcript.turns:
        for word in turn.words:
            first, last = (word.start_ms or 0) // step, (word.end_ms or 0) // step
            loudness[first:last] += 0.35 * np.sin(np.linspace(0, np.pi, last - first)) ** 2
    noise = np.random.default_rng(1).standard_normal(60 * RATE_HZ).clip(-2.5, 2.5) / 2.5
    minute = 60_000 // step
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        for start in range(0, len(loudness), minute):
            sound = noise * np.repeat(loudness[start : start + minute], step * RATE_HZ // 1000)
            out.writeframes((sound * 32767).astype("<i2").tobytes())


def make_study(folder: Path) -> Transcript:
    """The study as it is when the interview has just been written out."""
    from pipeline.actions import start_study
    from pipeline.arrivals import Arrivals
    from pipeline.artefacts.recording import Recording
    from pipeline.artefacts.sound import open_sound
    from pipeline.ingest.peaks import peaks
    from pipeline.runner import AUDIO, PEAKS
    from pipeline.store import StudyStore, write_file

    start_study(folder)
    store, transcript = StudyStore(folder), made_up()
    audio = store.path(INTERVIEW, AUDIO)
    audio.parent.mkdir(parents=True)
    write_sound(audio, transcript)
    # An import asks nothing of engines and models; all that the page reads is there all the same.
    arrived = Arrivals(store).register([audio], how="import", as_id=INTERVIEW)[0]
    store.write(
        INTERVIEW,
        Recording(
            interview=INTERVIEW,
            audio_sha256=arrived.sha256,
            channels=1,
            duration_ms=DURATION_MS,
            imported_sha256=arrived.sha256,
        ),
    )
    write_file(store.path(INTERVIEW, PEAKS), peaks(open_sound(audio)))
    store.write(INTERVIEW, transcript)
    return transcript


def work_on(folder: Path, transcript: Transcript) -> None:
    """What two people leave behind: corrections of words, a remark now and then, all played in 5 s pieces."""
    from pipeline.artefacts.decision import Comment, Decision, Listened, Operation, SetText
    from pipeline.desk import event_id
    from pipeline.runner import DECISIONS as LOG
    from pipeline.runner import LISTENED
    from pipeline.store import StudyStore

    dice, now, store = thrower(2), datetime.now(UTC), StudyStore(folder)
    texts = {turn.id: turn.text.split() for turn in transcript.turns}
    revisions = dict.fromkeys(texts, 0)
    decisions = []
    for number in range(DECISIONS):
        turn = dice.choice(transcript.turns).id
        words = texts[turn]
        operation: Operation
        if number % 100 == 99:
            operation = Comment(
                comment=event_id(),
                revision=0,
                turn=turn,
                turn_revision=revisions[turn],
                start=0,
                end=len(words[0]),
                text="Hør på dette en gang til.",
            )
        else:
            place = dice.randrange(len(words))
            words[place] = next(word for word in dice.sample(SAID, 2) if word != words[place])
            operation = SetText(turn=turn, revision=revisions[turn], text=" ".join(words))
            revisions[turn] += 1
        decisions.append(
            Decision(id=event_id(), at=now, who=WHO[number * 2 // DECISIONS], operations=(operation,))
        )
    store.append(INTERVIEW, LOG, *decisions)
    plays = [
        Listened(at=now, who=who, round=1, start_ms=start, end_ms=min(start + PLAY_MS, DURATION_MS))
        for who in WHO
        for start in range(0, DURATION_MS, PLAY_MS)
    ]
    store.append(INTERVIEW, LISTENED, *plays)


def plain_page(transcript: Transcript) -> str:
    """All of the interview in one contenteditable; what is typed is read back from its paragraph."""

    def paragraph(turn: Turn) -> str:
        spans = "".join(
            f'<span data-m="{word.start_ms}">{html.escape(word.text)} </span>' for word in turn.words
        )
        return f'<p id="{turn.id}"><b>{turn.speaker}</b> {spans}</p>'

    return (
        '<!doctype html><html lang="nb"><meta charset="utf-8"><title>Plain</title>'
        "<style>article{font:18px/1.6 serif;max-width:46rem;margin:auto}</style>"
        '<article contenteditable="true" spellcheck="false">'
        + "".join(map(paragraph, transcript.turns))
        + """</article><textarea></textarea><script>
        const kept = new Map();
        document.querySelector("article").addEventListener("input", () => {
          const paragraph = getSelection().anchorNode.parentElement.closest("p");
          const words = [...paragraph.querySelectorAll("span")];
          kept.set(paragraph.id, words.map((word) => [word.dataset.m, word.textContent]));
        });
        document.documentElement.dataset.ready = "true";
        </script>"""
    )


# ---------------------------------------------------------------------- what runs in the browser

#: Put into every page before its own scripts. `painted` tells when the next frame has been drawn.
PROBE = """
globalThis.bench = { ready: 0, keys: [], sound: null };
const painted = (tell) => requestAnimationFrame(() => {
  const began = performance.now();
  const after = new MessageChannel();
  after.port1.onmessage = () => tell(performance.now(), began);
  after.port2.postMessage(0);
});
new MutationObserver((_, observer) => {
  if (document.documentElement.dataset.ready !== "true") return;
  observer.disconnect();
  painted((now) => (bench.ready = now));
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-ready"] });

bench.until = (test) => new Promise((resolve, reject) => {
  const began = performance.now();
  const look = setInterval(() => {
    if (!test() && performance.now() - began < 20000) return;
    clearInterval(look);
    if (test()) resolve();
    else reject(new Error(`never: ${test}`));
  }, 10);
});

let key = null;
addEventListener("keydown", (event) => (key = { pressed: event.timeStamp, began: performance.now() }), true);
addEventListener("input", () => {
  const one = key;
  if (!one) return;
  one.handled = performance.now();
  painted((now, began) => bench.keys.push({
    paint: now - one.pressed,
    work: one.handled - one.began + now - began,
    handlers: one.handled - one.began,
  }));
});

bench.hear = () => {
  const audio = document.querySelector("audio");
  const heard = (bench.sound = { playing: 0, moving: 0 });
  addEventListener("pointerdown", (event) => {
    let last = null;
    const since = () => performance.now() - event.timeStamp;
    audio.addEventListener("playing", () => (heard.playing = since()), { once: true });
    const look = setInterval(() => {
      if (audio.paused || audio.seeking || !heard.playing) return;
      if (last !== null && audio.currentTime > last) {
        clearInterval(look);
        heard.moving = since();
      }
      last = audio.currentTime;
    }, 2);
  }, { capture: true, once: true });
};
bench.placeOf = (id, share) => {
  const text = document.querySelector(`[data-turn="${id}"] .text`);
  text.scrollIntoView({ block: "center", behavior: "instant" });
  const range = document.createRange();
  const at = text.textContent.indexOf(" ", share * text.textContent.length) + 2;
  range.setStart(text.firstChild, at);
  range.setEnd(text.firstChild, at);
  const box = range.getBoundingClientRect();
  return [box.left, box.top + box.height / 2];
};
bench.caret = (node, offset) => {
  node.parentElement.closest("[contenteditable]").focus({ preventScroll: true });
  node.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
  getSelection().collapse(node, offset);
};
"""


@dataclass
class Server:
    """The page of a study, served as for a person."""

    address: str
    process: subprocess.Popen[str] = field(repr=False)

    @property
    def origin(self) -> str:
        """The address without its token."""
        return self.address.partition("/?")[0]

    def megabytes(self) -> float:
        """The most memory it has held so far; NaN where the system does not tell."""
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{self.process.pid}/status").read_text()
            if found := re.search(r"VmHWM:\s*(\d+)", status):
                return int(found[1]) / 1024
        return math.nan


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve a study until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "--study", str(folder), "review", "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=REPOSITORY,
    )
    try:
        assert process.stdout is not None  # noqa: S101 (a pipe was asked for)
        yield Server(process.stdout.readline().strip(), process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)


@contextlib.contextmanager
def visitor(browser: Browser, server: Server, **settings: Any) -> Iterator[BrowserContext]:
    """A browser that nobody has used yet, but that knows who sits before it; no page has been opened."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(PROBE)
    origin = {"Origin": server.origin}
    context.request.get(server.address)
    context.request.post(f"{server.origin}/api/who", data={"name": WHO[0]}, headers=origin)
    if settings:
        context.request.post(f"{server.origin}/api/settings", data={"settings": settings}, headers=origin)
    yield context
    context.close()


def opened(context: BrowserContext, address: str) -> tuple[Page, float]:
    """A page, and the time in ms from the beginning of the navigation until it was ready and drawn."""
    page = context.new_page()
    page.goto(address, wait_until="commit")
    until(page, "bench.ready > 0")
    return page, page.evaluate("bench.ready")


def until(page: Page, condition: str) -> None:
    """Wait for something to be true in the page, whose policy lets no text be run from within."""
    page.evaluate(f"() => bench.until(() => {condition})")


def listen(server: Server) -> str:
    """The address of the interview."""
    return f"{server.origin}/interviews/{INTERVIEW}/listen"


# ---------------------------------------------------------------------- what is measured


def openings(browser: Browser, folder: Path) -> dict[str, Any]:
    """Opening the interview in a new browser each time: at once, first and again.

    At once is when the server has just said its address; first is after a look at the overview, the way
    that a person comes.
    """
    found: dict[str, list[float]] = {"at_once": [], "first": [], "again": []}
    for _ in range(SERVERS):
        with serving(folder) as server:
            found["at_once"].append(opening(browser, server))
            found["again"] += [opening(browser, server) for _ in range(OPENINGS)]
        with serving(folder) as server:
            found["first"].append(opening(browser, server, from_overview=True))
    return {f"{what}_ms": median(values) for what, values in found.items()}


def opening(browser: Browser, server: Server, *, from_overview: bool = False) -> float:
    """How long a browser that nobody has used takes to open the interview, in ms."""
    with visitor(browser, server) as context:
        if from_overview:
            context.new_page().goto(f"{server.origin}/")
            time.sleep(LOOK_S)
        page, ms = opened(context, listen(server))
        drawn = page.locator(".turn .text:not(:empty)").count()
        if drawn != TURNS:
            raise RuntimeError(f"{drawn} rows were drawn, not {TURNS}")
        return ms


def typing(page: Page) -> dict[str, float]:
    """Write on where the cursor is, word after word at a good pace; each key's times in ms."""
    dice = thrower(3)
    page.evaluate("bench.keys.length = 0")
    for number in range(KEYS):
        page.keyboard.press(TYPED[number % len(TYPED)])
        time.sleep(dice.uniform(0.06, 0.12))
    until(page, f"bench.keys.length === {KEYS}")
    keys = page.evaluate("bench.keys")
    return {
        f"{what}_{name}": of([key[what] for key in keys])
        for what in ("paint", "work", "handlers")
        for name, of in (("median", median), ("p95", p95))
    }


def type_paused(browser: Browser, server: Server, turn: str) -> dict[str, Any]:
    """Typing in the middle of a turn while nothing is played, and how long until the page says "Lagret"."""
    with visitor(browser, server) as context:
        page, _ = opened(context, listen(server))
        page.evaluate(
            """(id) => { const text = document.querySelector(`[data-turn="${id}"] .text`).firstChild;
                         bench.caret(text, text.textContent.indexOf(" ", text.length / 2)); }""",
            turn,
        )
        page.keyboard.press("Space")
        found: dict[str, Any] = typing(page)
        page.wait_for_selector("#saved[data-state=saved]")
        saved = []
        for _ in range(CLICKS):
            page.keyboard.press("a")
            begun = time.perf_counter()
            page.keyboard.press("Space")
            page.wait_for_selector("#saved[data-state=saved]")
            saved.append(1000 * (time.perf_counter() - begun))
        return {**found, "saved_ms": median(saved), **memory(page)}


def type_along(browser: Browser, server: Server, turn: str) -> dict[str, float]:
    """Typing in a turn while it and what follows is played."""
    with visitor(browser, server, pauseTyping=False) as context:
        page, _ = opened(context, listen(server))
        page.mouse.click(*page.evaluate("(id) => bench.placeOf(id, 0.5)", turn))
        until(page, "document.querySelector('audio').currentTime > 0")
        found = typing(page)
        if page.evaluate("document.querySelector('audio').paused"):
            raise RuntimeError("the sound stopped while it was typed")
        return found


def first_sounds(browser: Browser, server: Server, transcript: Transcript) -> dict[str, Any]:
    """From pressing the mouse until there is sound, in ms: a word far on, play after a pause, at once."""
    far = [turn.id for turn in transcript.turns if (turn.start_ms or 0) > FAR_MS and len(turn.words) > 40]
    found: dict[str, list[float]] = {"click": [], "play": [], "play_at_once": []}
    with visitor(browser, server) as context:
        page, _ = opened(context, listen(server))
        for turn in thrower(4).sample(far, CLICKS):
            place = page.evaluate("(id) => bench.placeOf(id, 0.4)", turn)
            found["click"].append(heard(page, *place))
            page.keyboard.press("Escape")
            found["play"].append(heard(page, *middle(page, "#play")))
            page.keyboard.press("Escape")
            page.wait_for_timeout(200)
        page.wait_for_timeout(1500)  # where one is, is kept after a second
        page.close()
        for _ in range(OPENINGS):
            page, _ = opened(context, listen(server))
            found["play_at_once"].append(heard(page, *middle(page, "#play")))
            page.keyboard.press("Escape")
            page.wait_for_timeout(1500)
            page.close()
    return {
        f"{what}_{name}": of(values)
        for what, values in found.items()
        for name, of in (("median", median), ("worst", max))
    }


def heard(page: Page, x: float, y: float) -> float:
    """Click here; the time until the sound has begun and its time moves."""
    page.evaluate("bench.hear()")
    page.mouse.click(x, y)
    until(page, "bench.sound.moving > 0")
    return float(page.evaluate("bench.sound.moving"))


def middle(page: Page, selector: str) -> tuple[float, float]:
    """The middle of an element on the screen."""
    box = page.locator(selector).bounding_box()
    if box is None:
        raise RuntimeError(f"{selector} is not on the screen")
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def plain(browser: Browser, folder: Path, turn: str) -> dict[str, Any]:
    """The plain page: opening it, typing in the same turn; and typing in an empty text field of it."""
    address = (folder / "plain.html").as_uri()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(PROBE)
    opened_in = []
    for _ in range(OPENINGS):
        page, ms = opened(context, address)
        opened_in.append(ms)
        page.close()
    page, _ = opened(context, address)
    page.evaluate(
        """(id) => { const words = document.getElementById(id).querySelectorAll("span");
                     bench.caret(words[words.length >> 1].firstChild, 1); }""",
        turn,
    )
    found: dict[str, Any] = {"again_ms": median(opened_in), **typing(page), **memory(page)}
    page.evaluate("""() => {
      document.body.replaceChildren(document.querySelector("textarea"));
      document.querySelector("textarea").focus();
    }""")
    floor = typing(page)
    context.close()
    return {**found, "field": floor}


def memory(page: Page) -> dict[str, float]:
    """What the page holds after cleaning up, in MB: its scripts, and (on Linux) all of its process."""
    page.context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    heap = float(page.evaluate("performance.memory.usedJSHeapSize")) / 2**20
    browser = page.context.browser
    assert browser is not None  # noqa: S101 (contexts that nobody kept have one)
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    own = [private_mb(one["id"]) for one in processes if one["type"] == "renderer"]
    return {"heap_mb": heap, "page_mb": max(own, default=math.nan)}


def private_mb(process: int) -> float:
    """The memory that a process shares with no other; NaN where the system does not tell."""
    with contextlib.suppress(OSError):
        found = re.findall(r"Private_\w+:\s*(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text())
        return sum(map(int, found)) / 1024
    return math.nan


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return sorted(values)[len(values) // 2]


def p95(values: Sequence[float]) -> float:
    """The one that 95 of 100 are not above."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


# ---------------------------------------------------------------------- all of it


def measure(program: str) -> dict[str, Any]:
    """Everything, as a tree of figures."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        transcript = make_study(folder / "study")
        (folder / "plain.html").write_text(plain_page(transcript), "utf-8")
        long = [turn for turn in transcript.turns if len(turn.words) > 80]
        turn = min(long, key=lambda one: abs((one.start_ms or 0) - DURATION_MS // 2)).id
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        found: dict[str, Any] = {"browser": browser.version}
        found["fresh"] = openings(browser, folder / "study")
        work_on(folder / "study", transcript)
        found["worked_on"] = openings(browser, folder / "study")
        with serving(folder / "study") as server:
            found["sound"] = first_sounds(browser, server, transcript)
            found["paused"] = type_paused(browser, server, turn)
            found["playing"] = type_along(browser, server, turn)
            found["server_mb"] = server.megabytes()
        found["plain"] = plain(browser, folder, turn)
        browser.close()
    return found


def rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    """What was measured as rows of `latest.json`: beside the issue's bars, then beside the plain page."""
    from run import row

    sound, fresh, worn, other = found["sound"], found["fresh"], found["worked_on"], found["plain"]
    key, beside, field = f"the bar, {KEY_MS} ms", "one contenteditable, a span a word", other["field"]
    made = [
        row(f"opening, {text}", subject, "the bar, 1 s", (how[f"{what}_ms"], OPEN_MS), "ms")
        for subject, how in (("3 h", fresh), (f"3 h, {DECISIONS} decisions", worn))
        for what, text in (("at_once", "server new"), ("first", "first"), ("again", "again"))
    ]
    made.append(row("opening, again", "3 h", beside, (fresh["again_ms"], other["again_ms"]), "ms"))
    for what in ("paused", "playing"):
        for name, text in (("median", "median"), ("p95", "95 %")):
            mine = found[what]
            work, paint = f"work_{name}", f"paint_{name}"
            made += [
                row(f"key, work, {text}", what, key, (mine[work], KEY_MS), "ms"),
                row(f"key, work, {text}", what, beside, (mine[work], other[work]), "ms"),
                row(f"key to paint, {text}", what, key, (mine[paint], KEY_MS), "ms"),
                row(f"key to paint, {text}", what, beside, (mine[paint], other[paint]), "ms"),
                row(f"key to paint, {text}", what, "an empty field", (mine[paint], field[paint]), "ms"),
            ]
    sounds = {"click": "click at 2 h", "play": "play after pause", "play_at_once": "play when opened"}
    for what, text in sounds.items():
        for name in ("median", "worst"):
            values = (sound[f"{what}_{name}"], SOUND_MS)
            made.append(row(f"first sound, {name}", text, "the bar, 300 ms", values, "ms"))
    if not math.isnan(found["server_mb"]):
        pages = (found["paused"]["page_mb"], other["page_mb"])
        made.append(row("memory of the page", "3 h", beside, pages, "MB"))
    return made


def missing() -> str:
    """Why the page cannot be measured here, in a line; empty where it can."""
    if not any(map(shutil.which, BROWSERS)):
        return f"the page was not measured: no browser ({', '.join(BROWSERS)})"
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "the page was not measured: playwright is not installed"
    return ""


def figures() -> dict[str, Any]:
    """What was measured; call it where nothing is `missing`."""
    return measure(next(path for name in BROWSERS if (path := shutil.which(name))))


def main() -> int:
    """Print rows and figures."""
    from run import show

    if why := missing():
        print(why)
        return 0
    found = figures()
    show(rows(found))
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
