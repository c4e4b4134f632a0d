/* Read aloud, where the browser can speak. The button is hidden in the page and shown here. */
(function () {
  "use strict";
  if (!("speechSynthesis" in window)) return;

  function textOf(main) {
    var copy = main.cloneNode(true);
    Array.prototype.forEach.call(copy.querySelectorAll("form, button, .hidden, [data-silent]"), function (part) { part.remove(); });
    return Array.prototype.map.call(copy.querySelectorAll("h1, h2, h3, p, li, dt, dd, blockquote, td, th"), function (part) {
      return part.querySelector("p, li, dt, dd, blockquote") ? "" : part.textContent.replace(/\s+/g, " ").trim();
    }).filter(Boolean);
  }

  function speak(parts, done) {
    if (!parts.length) { done(); return; }
    var said = new SpeechSynthesisUtterance(parts[0]);
    said.lang = "zh-CN";
    said.rate = 0.9;
    said.onend = function () { speak(parts.slice(1), done); };
    said.onerror = done;
    speechSynthesis.speak(said);
  }

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector("[data-read-aloud]");
    if (!button) return;
    var speaking = false;
    function rest() { speaking = false; button.textContent = "读给我听"; }
    button.hidden = false;
    button.addEventListener("click", function () {
      speechSynthesis.cancel();
      if (speaking) { rest(); return; }
      speaking = true;
      button.textContent = "停止朗读";
      speak(textOf(document.getElementById("main")), rest);
    });
    window.addEventListener("pagehide", function () { speechSynthesis.cancel(); });
  });
})();
