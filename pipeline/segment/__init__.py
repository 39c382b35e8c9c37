"""The interview guide; the room that will cut interviews by it."""
