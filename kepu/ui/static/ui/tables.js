/* Tables: which columns are shown, kept per person. Matrix: zoom, and the column under the pointer. */
(function () {
  "use strict";

  function person() { return document.body.dataset.person || "-"; }
  function load(key, otherwise) { try { return JSON.parse(localStorage.getItem(key)) || otherwise; } catch (error) { return otherwise; } }
  function store(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch (error) { /* not kept */ } }

  function hide(table, index, hidden) {
    Array.prototype.forEach.call(table.rows, function (row) { if (row.cells.length > index && row.cells[index].colSpan === 1) row.cells[index].hidden = hidden; });
  }

  function choose(table) {
    if (table.dataset.chosen) return;
    table.dataset.chosen = "1";
    var key = "kepu:columns:" + person() + ":" + table.dataset.columns;
    var gone = load(key, []);
    var menu = document.createElement("details");
    var sheet = document.createElement("div");
    menu.className = "menu column-menu";
    menu.innerHTML = "<summary>显示的列</summary>";
    sheet.className = "menu-sheet";
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, index) {
      var name = head.dataset.col;
      if (!name) return;
      var label = document.createElement("label");
      var box = document.createElement("input");
      box.type = "checkbox";
      box.checked = gone.indexOf(name) < 0;
      label.appendChild(box);
      label.appendChild(document.createTextNode(head.textContent.trim()));
      sheet.appendChild(label);
      hide(table, index, !box.checked);
      box.addEventListener("change", function () {
        gone = gone.filter(function (other) { return other !== name; });
        if (!box.checked) gone.push(name);
        store(key, gone);
        hide(table, index, !box.checked);
      });
    });
    menu.appendChild(sheet);
    table.closest(".table-part").querySelector(".table-tools .row").appendChild(menu);
  }

  function prepareMatrix(part) {
    if (part.dataset.ready) return;
    part.dataset.ready = "1";
    var matrix = part.querySelector(".matrix");
    var key = "kepu:zoom:" + person();
    var zoom = load(key, 2);
    function set(value) {
      zoom = Math.min(3, Math.max(1, value));
      matrix.className = "matrix zoom-" + zoom;
      store(key, zoom);
    }
    part.querySelector("[data-zoom]").hidden = false;
    part.addEventListener("click", function (event) {
      var by = event.target.closest("[data-zoom-by]");
      if (by) set(zoom + Number(by.dataset.zoomBy));
    });
    set(zoom);
    /* The last row of heads stands over the columns; heads at the left that reach down from above are not in it. */
    function headOf(column) {
      var rows = matrix.querySelectorAll("thead tr");
      var last = rows.length - 1;
      var reaching = 0;
      while (last > 0 && rows[0].cells[reaching] && rows[0].cells[reaching].rowSpan > last) reaching += 1;
      return last < 0 ? null : rows[last].cells[column - reaching];
    }
    function mark(cell) { if (cell && cell.colSpan === 1) cell.classList.add("lit"); }
    function light(event) {
      var cell = event.target.closest("td");
      Array.prototype.forEach.call(matrix.querySelectorAll(".lit"), function (lit) { lit.classList.remove("lit"); });
      if (!cell || event.type === "mouseleave") return;
      if (!cell.cellIndex) return;
      Array.prototype.forEach.call(matrix.querySelectorAll("tbody tr"), function (row) { mark(row.cells[cell.cellIndex]); });
      mark(headOf(cell.cellIndex));
    }
    matrix.addEventListener("mouseover", light);
    matrix.addEventListener("focusin", light);
    matrix.addEventListener("mouseleave", light);
  }

  function prepare(root) {
    Array.prototype.forEach.call(root.querySelectorAll("table[data-columns]"), choose);
    Array.prototype.forEach.call(root.querySelectorAll("[data-matrix]"), prepareMatrix);
  }
  document.addEventListener("DOMContentLoaded", function () { prepare(document); });
  document.addEventListener("htmx:afterSettle", function (event) { prepare(event.target); });
})();
