/* On a telephone the rail lies across and is wider than the screen: the entry where one is stands in view. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    var entry = document.querySelector(".rail [aria-current]");
    var rail = entry && entry.closest(".rail");
    if (!rail || rail.scrollWidth <= rail.clientWidth) return;
    var box = entry.getBoundingClientRect(), frame = rail.getBoundingClientRect();
    if (box.left < frame.left || box.right > frame.right) rail.scrollLeft += box.left - frame.left - (frame.width - box.width) / 2;
  });
})();
