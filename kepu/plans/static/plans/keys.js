/* Proofreading by keyboard alone. Nothing is taken from a field that is being typed in, nor from a dialog. */
(function () {
  "use strict";
  var proof = window.proof;
  var ITEM = { Enter: "edit", m: "merge", s: "split", Delete: "remove", Backspace: "remove", "+": "add-unit", "=": "add-unit" };
  var ONLY = { merge: ["task"], split: ["task"], "add-unit": ["task"], remove: ["part", "task", "target", "duty", "phase", "reporting"], edit: ["frame", "part", "task", "target", "duty", "phase", "reporting"] };

  function typing(target) { return target.closest("input, textarea, select, [contenteditable]") !== null; }

  function inField(event) {
    var editing = event.target.closest(".editing");
    if (event.key === "Escape") {
      event.preventDefault();
      if (editing) closeEditing(editing);
      else { var item = event.target.closest("[data-item]"); if (item) item.focus(); }
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      var form = event.target.closest("form");
      if (form) { event.preventDefault(); form.requestSubmit(); }
    }
  }
  function closeEditing(editing) { proof.act[editing.id === "add" ? "close-add" : "close"](editing); }

  function inText(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") proof.moveSentence(event.key === "ArrowDown" ? 1 : -1, event.shiftKey);
    else if (event.shiftKey && event.key === "ArrowLeft") proof.nudge("backward");
    else if (event.shiftKey && event.key === "ArrowRight") proof.nudge("forward");
    else if (event.key === "g" || event.key === "Escape") proof.fromText();
    else return false;
    return true;
  }

  function onName(event, item) {
    if (event.key !== "Enter" || event.target !== item) return false;
    (item.querySelector(".suggestion") || item.querySelector("input:not([type=hidden])")).focus();
    return true;
  }

  function onRemark(event, item) {
    var state = { Enter: "settled", o: "kept" }[event.key];
    if (item.dataset.item !== "remark" || !state || event.target !== item) return false;
    if (item.dataset.state === "open") proof.act.settle(item, null, state);
    return true;
  }

  function anywhere(event) {
    switch (event.key) {
      case "j": case "ArrowDown": proof.move(1); break;
      case "k": case "ArrowUp": proof.move(-1); break;
      case "n": proof.moveRemark(1); break;
      case "p": proof.moveRemark(-1); break;
      case "g": proof.toText(proof.current()); break;
      case "w": if (proof.view() === "names") { proof.show("structure"); proof.move(0); } else { proof.show("names"); proof.move(0); } break;
      case "a": proof.act.add(); break;
      case "u": proof.act.undo(); break;
      case "r": proof.act.refresh(); break;
      case "?": case "？": proof.act.help(); break;
      default: return false;
    }
    return true;
  }

  function onItem(event, item) {
    if (item.dataset.item === "name") return onName(event, item);
    if (onRemark(event, item)) return true;
    var deed = ITEM[event.key];
    if (!deed || ONLY[deed].indexOf(item.dataset.item) < 0 || !item.matches("article")) return false;
    if (event.key === "Enter" && event.target !== item) return false;
    proof.act[deed](item);
    return true;
  }

  document.addEventListener("keydown", function (event) {
    var target = event.target;
    if (event.isComposing || event.defaultPrevented || target.closest("dialog") || !document.getElementById("proof")) return;
    if (typing(target)) { inField(event); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest(".top, .rail")) return;
    var editing = target.closest(".editing");
    if (editing && event.key === "Escape") { event.preventDefault(); closeEditing(editing); return; }
    if ((event.key === "Enter" || event.key === " ") && target.closest("button, a, summary")) return;
    var item = target.closest("[data-item]") || proof.current();
    var done = target.closest("#text") ? inText(event) || anywhere(event) : (item && onItem(event, item)) || anywhere(event);
    if (done) event.preventDefault();
  });
})();
