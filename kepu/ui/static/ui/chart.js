/* Draws every figure[data-chart] from the JSON in it; the table after it tells the same without any script. */
(function () {
  "use strict";
  var PHONE = 560;

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function still() {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  function shown(value) {
    return value.toLocaleString("zh-CN", { maximumFractionDigits: 4 });
  }

  /* A band is two stacked lines that are not seen: the lower edge, and the height above it, which is filled. */
  function band(one, number) {
    var base = { type: "line", stack: "band" + number, symbol: "none", silent: true, lineStyle: { opacity: 0 } };
    var height = one.high.map(function (high, at) { return high === null ? null : high - one.values[at]; });
    var tone = token(one.tone);
    return [
      Object.assign({}, base, { name: one.name + " ", data: one.values, itemStyle: { color: "transparent" } }),
      Object.assign({}, base, { name: one.name, data: height, itemStyle: { color: tone }, areaStyle: { color: tone, opacity: 0.18 } })
    ];
  }

  function drawn(one, number) {
    var tone = token(one.tone);
    if (one.kind === "band") { return band(one, number); }
    if (one.kind === "bars") { return [{ name: one.name, type: "bar", data: one.values, itemStyle: { color: tone }, barMaxWidth: 24 }]; }
    return [{
      name: one.name, type: "line", data: one.values, symbol: "none", itemStyle: { color: tone },
      lineStyle: { color: tone, width: one.stroke === "solid" ? 2.5 : 1.5, type: one.stroke }
    }];
  }

  function told(data, at) {
    var lines = [data.labels[at]];
    data.series.forEach(function (one) {
      var low = one.values[at];
      if (low === null || low === undefined) { return; }
      lines.push(one.name + "：" + shown(low) + (one.kind === "band" ? "至" + shown(one.high[at]) : "") + data.unit);
    });
    return lines.join("\n");
  }

  function option(data, width) {
    var text = { fontFamily: token("hei"), fontSize: 13, color: token("ink-soft") };
    var line = { lineStyle: { color: token("line") } };
    return {
      animation: !still(), animationDuration: 150, animationDurationUpdate: 0, textStyle: text,
      legend: { top: 0, left: 0, itemWidth: 28, textStyle: text, data: data.series.map(function (one) {
        return one.kind === "band" ? { name: one.name, icon: "rect" } : { name: one.name };
      }) },
      grid: { left: 4, right: 12, bottom: 4, top: width < PHONE ? 84 : 44, containLabel: true },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, backgroundColor: token("sheet"), borderColor: token("line-strong"),
        textStyle: Object.assign({}, text, { color: token("ink") }), axisPointer: line,
        formatter: function (points) { return told(data, points[0].dataIndex); }
      },
      xAxis: { type: "category", data: data.labels, boundaryGap: data.series.some(function (one) { return one.kind === "bars"; }),
        axisLabel: Object.assign({ hideOverlap: true, alignMinLabel: "left" }, text), axisLine: { lineStyle: { color: token("edge") } }, axisTick: { show: false } },
      yAxis: { type: "value", boundaryGap: [0, "6%"], axisLabel: text, splitLine: line },
      series: [].concat.apply([], data.series.map(drawn))
    };
  }

  function draw(figure) {
    var host = figure.querySelector(".chart-canvas");
    var data = JSON.parse(figure.querySelector("script").textContent);
    host.hidden = false;
    var chart = window.echarts.init(host, null, { renderer: "canvas" });
    chart.setOption(option(data, host.clientWidth));
    var width = host.clientWidth;
    new ResizeObserver(function () {
      if (host.clientWidth === width || !host.clientWidth) { return; }
      width = host.clientWidth;
      chart.resize();
      chart.setOption(option(data, host.clientWidth));
    }).observe(host);
  }

  if (!window.echarts) { return; }
  document.querySelectorAll("figure[data-chart]").forEach(draw);
})();
