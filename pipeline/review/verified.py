"""The projection: a machine transcript and a log of decisions become the verified transcript."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.artefacts.decision import Decision
from pipeline.artefacts.transcript import Transcript
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.review.decisions import Refused, apply
from pipeline.review.state import ReviewState, opening


@dataclass(frozen=True)
class Replay:
    """A log replayed. `refused` names the decisions that were left out, in order."""

    state: ReviewState = field(repr=False)
    refused: tuple[str, ...] = ()


def replay(transcript: Transcript, decisions: Iterable[Decision]) -> Replay:
    """Take in a log from the beginning.

    A log that one store has written holds no refused decision; one put together from two people's logs may.
    """
    state = opening(transcript)
    refused: list[str] = []
    for decision in decisions:
        try:
            state = apply(state, decision)
        except Refused:
            refused.append(decision.id)
    return Replay(state, tuple(refused))


def verified(replayed: Replay) -> VerifiedTranscript:
    """What goes to disk and to the rooms downstream."""
    state, transcript = replayed.state, replayed.state.transcript
    return VerifiedTranscript(
        interview=transcript.interview,
        language=transcript.language,
        turns=state.turns,
        names=state.names,
        remarks=state.remarks,
        notes=state.notes,
        signatures=state.signatures,
        merged=state.merged,
        marks=transcript.marks,
        speech=transcript.speech,
        decisions=len(state.changes),
        refused=replayed.refused,
    )


def project(transcript: Transcript, decisions: Iterable[Decision]) -> VerifiedTranscript:
    """The transcript as people have corrected it so far; a pure function of its two inputs."""
    return verified(replay(transcript, decisions))


def signed_rounds(transcript: VerifiedTranscript) -> tuple[int, ...]:
    """The rounds that somebody has signed for the text as it reads now, in order."""
    return tuple(sorted({signature.round for signature in transcript.signatures if signature.valid}))


def signers(transcript: VerifiedTranscript, round: int) -> tuple[str, ...]:  # noqa: A002
    """Who has signed this round for the text as it reads now, each once, in the order of signing."""
    return tuple(dict.fromkeys(s.who for s in transcript.signatures if s.valid and s.round == round))
