/* The grid of one target: arrows and Enter move from cell to cell, a block from a sheet is pasted as a block, sums
   follow what is typed. Sums are counted in whole ten-thousandths, so that they are exact. */
(function () {
  "use strict";
  var SCALE = 4;
  var form = document.querySelector("[data-grid]");
  if (!form || typeof BigInt === "undefined") return;
  var rows = Array.prototype.map.call(form.querySelectorAll(".grid-table tbody tr"), function (row) {
    return Array.prototype.slice.call(row.querySelectorAll("input"));
  });
  var years = form.dataset.years.split(" ");

  function plain(text) {
    return text.replace(/[\uff10-\uff19]/g, function (digit) { return String.fromCharCode(digit.charCodeAt(0) - 0xfee0); })
      .replace(/\uff0e/g, ".").replace(/[\s,\uff0c]/g, "");
  }
  /* Ten-thousandths; null for nothing, undefined for no number. */
  function read(text) {
    var found = /^(\d{1,11})(?:\.(\d{1,4}))?$/.exec(plain(text));
    if (!plain(text)) return null;
    return found ? BigInt(found[1] + ((found[2] || "") + "0000").slice(0, SCALE)) : undefined;
  }
  function write(value) {
    var digits = (value < 0n ? -value : value).toString().padStart(SCALE + 1, "0");
    var parts = digits.slice(-SCALE).replace(/0+$/, "");
    return digits.slice(0, -SCALE) + (parts ? "." + parts : "");
  }
  function base(input) {
    var value = read(input.value);
    return value ? value - (read(input.dataset.carried) || 0n) : 0n;
  }
  function put(selector, text, root) {
    var place = (root || form).querySelector(selector);
    if (place) place.textContent = text;
  }
  function left(sum) {
    var asked = read(form.dataset.asked);
    if (asked === null || asked === undefined) return "";
    return asked === sum ? "一致" : (asked > sum ? "还差" : "超出") + write(asked - sum);
  }

  function add() {
    var adding = form.dataset.adding, whole = 0n, sums = {}, filled = false;
    if (adding === "rate") return;
    rows.forEach(function (line) {
      var sum = 0n;
      line.forEach(function (input) {
        var year = input.dataset.year, value = base(input), bad = read(input.value) === undefined;
        input.classList.toggle("wrong", bad);
        filled = filled || Boolean(plain(input.value));
        sums[year] = (sums[year] || 0n) + value;
        if (years.indexOf(year) >= 0) sum += value;
      });
      whole += sum;
      put("[data-row]", write(sum), line[0].closest("tr"));
    });
    put("[data-total]", write(whole));
    if (adding === "total") put('[data-left="total"]', filled ? left(whole) : "");
    Object.keys(sums).forEach(function (year) {
      put('[data-column="' + year + '"]', write(sums[year]));
      if (adding === "yearly" ? years.indexOf(year) >= 0 : adding === "standing" && year === years[years.length - 1]) {
        put('[data-left="' + year + '"]', filled ? left(sums[year]) : "");
      }
    });
  }

  function place(input) {
    for (var down = 0; down < rows.length; down += 1) {
      var across = rows[down].indexOf(input);
      if (across >= 0) return [down, across];
    }
    return null;
  }
  function go(down, across) {
    var input = rows[down] && rows[down][across];
    if (input) { input.focus(); input.select(); }
    return Boolean(input);
  }
  function atEdge(input, end) {
    var caret = end ? input.value.length : 0;
    return input.selectionStart === 0 && input.selectionEnd === input.value.length || input.selectionStart === caret && input.selectionEnd === caret;
  }

  form.addEventListener("keydown", function (event) {
    var at = place(event.target), key = event.key;
    if (!at || event.altKey || event.isComposing) return;
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.querySelector(".save-row .primary").click();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    var step = {
      Enter: [event.shiftKey ? -1 : 1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0],
      ArrowRight: atEdge(event.target, true) ? [0, 1] : null, ArrowLeft: atEdge(event.target, false) ? [0, -1] : null
    }[key];
    if (!step || (event.shiftKey && key !== "Enter")) return;
    if (go(at[0] + step[0], at[1] + step[1]) || key === "Enter") event.preventDefault();
  });

  form.addEventListener("paste", function (event) {
    var at = place(event.target);
    var text = at && event.clipboardData ? event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "") : "";
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    text.split("\n").forEach(function (line, down) {
      line.split("\t").forEach(function (value, across) {
        var input = rows[at[0] + down] && rows[at[0] + down][at[1] + across];
        if (input && !input.readOnly) input.value = value.trim();
      });
    });
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* The verdict is about what is saved; while something else is typed, it would mislead. */
  function unsaved() {
    var words = form.querySelector("[data-verdict]");
    words.textContent = "有改动尚未保存";
    words.parentNode.className = "light grey";
  }
  ["input", "kept"].forEach(function (name) { form.addEventListener(name, function () { add(); unsaved(); }); });
  add();
  if (form.hasAttribute("data-failed") || document.querySelector("[data-errors]")) unsaved();
})();
