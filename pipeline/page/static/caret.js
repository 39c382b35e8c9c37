// Where the cursor is in a turn's text, in UTF-16 units. A turn's element holds one text node, or none.

/** The selection inside this element as [start, end], or null. */
export function selectionIn(element) {
  const selection = getSelection();
  if (!selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return null;
  return [offsetIn(element, range.startContainer, range.startOffset), offsetIn(element, range.endContainer, range.endOffset)];
}

function offsetIn(element, node, offset) {
  const range = document.createRange();
  range.setStart(element, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

/** Put the cursor (or a selection) into an element. */
export function placeCaret(element, start, end = start) {
  element.focus({ preventScroll: true });
  const range = rangeIn(element, start, end);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

/** A range over [start, end) of an element's text; what lies beyond is cut off. */
export function rangeIn(element, start, end) {
  const node = element.firstChild;
  const range = document.createRange();
  const length = node ? node.length : 0;
  range.setStart(node ?? element, Math.min(start, length));
  range.setEnd(node ?? element, Math.min(Math.max(start, end), length));
  return range;
}

/** Whether the cursor stands on the first (-1) or last (+1) line of the element. */
export function atEdge(element, direction) {
  const selection = getSelection();
  if (!selection.isCollapsed || !selection.rangeCount) return false;
  const caret = selection.getRangeAt(0).getBoundingClientRect();
  const box = element.getBoundingClientRect();
  if (!caret.height) return true; // an empty text
  return direction < 0 ? caret.top - box.top < caret.height : box.bottom - caret.bottom < caret.height;
}
