/* The printed text: from what is selected to places in the document and back. Places count code points, as the server
   does; the browser counts UTF-16 units, so every length goes through Array.from. */
(function () {
  "use strict";
  var proof = (window.proof = window.proof || {});
  var at = -1;
  var anchor = -1;

  function root() { return document.getElementById("text"); }
  function length(text) { return Array.from(text).length; }
  function lines() { return Array.prototype.slice.call(root().querySelectorAll("p[data-start]")); }

  function placeOf(node, offset) {
    var element = node.nodeType === 1 ? node : node.parentElement;
    var line = element.closest("p[data-start]");
    if (!line) {
      var next = node.childNodes[offset];
      while (next && !(next.nodeType === 1 && next.matches("p[data-start]"))) next = next.nextSibling;
      return next ? Number(next.dataset.start) : null;
    }
    var before = document.createRange();
    before.setStart(line, 0);
    before.setEnd(node, offset);
    return Number(line.dataset.start) + length(before.toString());
  }

  function pointAt(place) {
    var found = null;
    lines().forEach(function (line) { if (Number(line.dataset.start) <= place) found = line; });
    if (!found) return null;
    var left = place - Number(found.dataset.start);
    var walker = document.createTreeWalker(found, NodeFilter.SHOW_TEXT);
    var node = walker.nextNode();
    var last = node;
    while (node) {
      var count = length(node.data);
      if (left <= count) return { node: node, offset: Array.from(node.data).slice(0, left).join("").length };
      left -= count;
      last = node;
      node = walker.nextNode();
    }
    return last ? { node: last, offset: last.data.length } : null;
  }

  /* What is selected in the text, without the white space around it; null when nothing is. */
  proof.selected = function () {
    var selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    var range = selection.getRangeAt(0);
    if (!root().contains(range.startContainer) || !root().contains(range.endContainer)) return null;
    var text = selection.toString();
    var start = placeOf(range.startContainer, range.startOffset);
    var end = placeOf(range.endContainer, range.endOffset);
    if (start === null || end === null) end = start === null ? null : start + length(text);
    if (start === null || end <= start) return null;
    var printed = range.toString();
    start += length(printed) - length(printed.replace(/^\s+/, ""));
    end -= length(printed) - length(printed.replace(/\s+$/, ""));
    return end > start ? { start: start, end: end, text: printed.trim() } : null;
  };

  proof.select = function (start, end) {
    var from = pointAt(start);
    var to = pointAt(end);
    if (!from || !to) return;
    window.getSelection().setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  };

  /* Sentences: what lies between 。；！？ in a line. */
  function sentences() {
    var found = [];
    lines().forEach(function (line) {
      var begin = Number(line.dataset.start);
      (line.textContent.match(/[^。；！？]+[。；！？]*|[。；！？]+/g) || []).forEach(function (piece) {
        var size = length(piece);
        if (piece.trim()) found.push({ start: begin, end: begin + size, text: piece.trim(), line: line });
        begin += size;
      });
    });
    return found;
  }

  proof.sentenceAt = function (place) {
    var index = -1;
    sentences().forEach(function (sentence, i) { if (sentence.start <= place) index = i; });
    at = anchor = index;
    return index;
  };

  proof.moveSentence = function (by, extend) {
    var all = sentences();
    if (!all.length) return;
    var first = at < 0;
    at = Math.min(all.length - 1, Math.max(0, first ? 0 : at + by));
    if (!extend || first) anchor = at;
    var from = all[Math.min(anchor, at)];
    var to = all[Math.max(anchor, at)];
    if (anchor <= at) proof.select(from.start, to.end);
    else {
      var head = pointAt(to.end);
      var tail = pointAt(from.start);
      window.getSelection().setBaseAndExtent(head.node, head.offset, tail.node, tail.offset);
    }
    proof.into(document.getElementById("pane-text"), all[at].line);
    proof.say(all[at].text);
  };

  proof.nudge = function (direction) { window.getSelection().modify("extend", direction, "character"); };

  document.addEventListener("selectionchange", function () {
    var tools = document.getElementById("selected-tools");
    if (!tools || !root()) return;
    var selection = window.getSelection();
    if (selection.isCollapsed && document.activeElement && document.activeElement.closest("#adding")) return;
    var chosen = proof.selected();
    tools.hidden = !chosen;
    if (chosen) document.getElementById("selected-count").textContent = "已选" + (chosen.end - chosen.start) + "字";
  });
})();
