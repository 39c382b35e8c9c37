"""A project file for Taguette (SQLite), and its codebook as CSV.

Source: Taguette's own project files, revision db5e31a0233d of its tables; later versions bring it up
themselves. Places are UTF-8 bytes of the text between tags. The limits are those that its import checks.
"""

from __future__ import annotations

import contextlib
import csv
import html
import io
import sqlite3
from collections.abc import Iterator, Mapping

from pipeline.export.order import coded, running
from pipeline.export.study import ExportInterview, ExportStudy, Options, of, state_word, statement

REVISION = "db5e31a0233d"

#: The only user that Taguette knows on somebody's own machine.
USER = "admin"

DATE = "2000-01-01 00:00:00.000000"

#: The longest names that Taguette takes for a project and a document, in characters.
LONGEST = 50

#: SQLite writes its own version here (file format, section 1.3), which differs between machines.
_SQLITE_VERSION = slice(96, 100)


class Taguette:
    """`taguette.sqlite3` and `taguette-kodebok.csv`."""

    name = "taguette"

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """Documents, tags and highlights in one project, and the tags alone."""
        return {
            "taguette.sqlite3": _database(study, options),
            "taguette-kodebok.csv": _codebook(study).encode(),
        }


def _codebook(study: ExportStudy) -> str:
    """Tags and descriptions; Taguette looks past further columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["tag", "description", "state"])
    for root in study.tree():
        for node in root.walk():
            writer.writerow([node.name, node.description, state_word(study)])
    return out.getvalue()


def _database(study: ExportStudy, options: Options) -> bytes:
    """The project, made in memory: no word of it lies anywhere else."""
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.executescript(_TABLES)
        _fill(database, study, options)
        database.commit()
        data = bytearray(database.serialize())
    data[_SQLITE_VERSION] = (3_040_000).to_bytes(4, "big")
    return bytes(data)


def _fill(database: sqlite3.Connection, study: ExportStudy, options: Options) -> None:
    database.execute("INSERT INTO alembic_version VALUES (?)", (REVISION,))
    database.execute("INSERT INTO users (login, created, disabled) VALUES (?, ?, 0)", (USER, DATE))
    word = f" ({state_word(study)})"
    title = f"{study.title[: LONGEST - len(word)].rstrip()}{word}"
    about = "\n".join(statement(study))
    database.execute("INSERT INTO projects VALUES (1, ?, ?, ?)", (title, about, DATE))
    database.execute("INSERT INTO project_members VALUES (1, ?, 'ADMIN')", (USER,))
    tags = {}
    for number, node in enumerate((node for root in study.tree() for node in root.walk()), 1):
        tags[node.id] = number
        database.execute("INSERT INTO tags VALUES (?, 1, ?, ?)", (number, node.name, node.description))
    highlights = 0
    for number, one in enumerate(study.interviews, 1):
        text = running(one, times=options.times).text
        database.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, 1, 'LEFT_TO_RIGHT', ?)",
            (
                number,
                # The number parts ids whose beginnings are the same.
                one.id if len(one.id) <= LONGEST else f"{one.id[: LONGEST - 6]}-{number}",
                "\n".join(statement(study, one)),
                f"{one.id}.html",
                DATE,
                _as_html(text),
            ),
        )
        for start, end, words, categories in _highlights(one, options):
            highlights += 1
            database.execute(
                "INSERT INTO highlights VALUES (?, ?, ?, ?, ?)",
                (highlights, number, start, end, _escaped(words)),
            )
            for category in categories:
                database.execute("INSERT INTO highlight_tags VALUES (?, ?)", (highlights, tags[category]))


def _highlights(one: ExportInterview, options: Options) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    """Start and end in bytes, the words, and the ids of their themes and codes."""
    text = running(one, times=options.times)
    for stretch in coded(one):
        start, end = text.place(stretch.span)
        before, words = text.text[:start].replace("\n\n", ""), text.text[start:end]
        begin = len(before.encode())
        yield begin, begin + len(words.encode()), words, of(stretch.passage)


def _as_html(text: str) -> str:
    """A paragraph for each utterance, with nothing between them: what stands there would be counted."""
    return "".join(f"<p>{_escaped(line)}</p>" for line in text.split("\n\n") if line)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


#: The names of constraints are those by which later versions of Taguette find them when they change tables.
_TABLES = """
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE users (
    login VARCHAR(30) NOT NULL,
    created DATETIME NOT NULL,
    hashed_password VARCHAR(192),
    disabled BOOLEAN NOT NULL,
    password_set_date DATETIME,
    language VARCHAR(10),
    email VARCHAR(256),
    email_sent DATETIME,
    CONSTRAINT pk_users PRIMARY KEY (login)
);
CREATE UNIQUE INDEX ix_users_email ON users (email);
CREATE TABLE projects (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name VARCHAR(200) NOT NULL,
    description TEXT NOT NULL,
    created DATETIME NOT NULL
);
CREATE TABLE project_members (
    project_id INTEGER NOT NULL,
    user_login VARCHAR(30) NOT NULL,
    privileges VARCHAR(11) NOT NULL,
    CONSTRAINT pk_project_members PRIMARY KEY (project_id, user_login),
    CONSTRAINT fk_project_members_project_id_projects
        FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
    CONSTRAINT fk_project_members_user_login_users
        FOREIGN KEY (user_login) REFERENCES users (login) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX ix_project_members_project_id ON project_members (project_id);
CREATE INDEX ix_project_members_user_login ON project_members (user_login);
CREATE TABLE documents (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name VARCHAR(200) NOT NULL,
    description TEXT NOT NULL,
    filename VARCHAR(200) NOT NULL,
    created DATETIME NOT NULL,
    project_id INTEGER NOT NULL,
    text_direction VARCHAR(13) NOT NULL,
    contents TEXT NOT NULL,
    CONSTRAINT fk_documents_project_id_projects
        FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
);
CREATE INDEX ix_documents_project_id ON documents (project_id);
CREATE TABLE commands (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    date DATETIME NOT NULL,
    user_login VARCHAR(30) NOT NULL,
    project_id INTEGER NOT NULL,
    document_id INTEGER,
    payload TEXT NOT NULL,
    CONSTRAINT fk_commands_user_login_users
        FOREIGN KEY (user_login) REFERENCES users (login) ON UPDATE CASCADE,
    CONSTRAINT fk_commands_project_id_projects
        FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
);
CREATE INDEX idx_project_document ON commands (project_id, document_id);
CREATE INDEX idx_project_id ON commands (project_id, id);
CREATE INDEX ix_commands_project_id ON commands (project_id);
CREATE INDEX ix_commands_document_id ON commands (document_id);
CREATE INDEX ix_commands_user_login ON commands (user_login);
CREATE INDEX ix_commands_date ON commands (date);
CREATE TABLE tags (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL,
    path VARCHAR(200) NOT NULL,
    description TEXT NOT NULL,
    CONSTRAINT uq_tags_project_id UNIQUE (project_id, path),
    CONSTRAINT fk_tags_project_id_projects
        FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
);
CREATE INDEX ix_tags_project_id ON tags (project_id);
CREATE INDEX ix_tags_path ON tags (path);
CREATE TABLE highlights (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    snippet TEXT NOT NULL,
    CONSTRAINT fk_highlights_document_id_documents
        FOREIGN KEY (document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE INDEX ix_highlights_document_id ON highlights (document_id);
CREATE TABLE highlight_tags (
    highlight_id INTEGER NOT NULL,
    tag_id INTEGER NOT NULL,
    CONSTRAINT pk_highlight_tags PRIMARY KEY (highlight_id, tag_id),
    CONSTRAINT fk_highlight_tags_highlight_id_highlights
        FOREIGN KEY (highlight_id) REFERENCES highlights (id) ON DELETE CASCADE,
    CONSTRAINT fk_highlight_tags_tag_id_tags
        FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE
);
CREATE INDEX ix_highlight_tags_highlight_id ON highlight_tags (highlight_id);
CREATE INDEX ix_highlight_tags_tag_id ON highlight_tags (tag_id);
"""
