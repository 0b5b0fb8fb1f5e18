"""The databases of a telephone as scenarios make them."""
import sqlite3

MESSAGES_TABLES = (
    "CREATE TABLE message (ROWID INTEGER PRIMARY KEY, guid TEXT, text TEXT, handle_id INTEGER, service TEXT, date INTEGER, is_from_me INTEGER)",
    "CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT)", "CREATE TABLE chat (ROWID INTEGER PRIMARY KEY, chat_identifier TEXT)",
    "CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY, filename TEXT, mime_type TEXT, transfer_name TEXT)",
    "CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER)",
    "CREATE TABLE message_attachment_join (message_id INTEGER, attachment_id INTEGER)")


def database(scratch, name, *statements):
    """The path of a database made by these statements, each alone or with its values."""
    path = scratch.put(name, b"")
    db = sqlite3.connect(path)
    for statement in statements:
        db.execute(*statement) if isinstance(statement, tuple) else db.execute(statement)
    db.commit()
    db.close()
    return path
