// The board keeps itself up to date: it asks for its matter again when the server says that something changed.
'use strict';

(() => {
  const patience = Number(document.getElementById('live')?.dataset.patience ?? 2000); // Milliseconds: a thousand machines that report at once are one look.
  const tick = 60000; // Machines fall silent without an event.
  let waiting = null;
  let chart = null;
  let connected = false;
  let failed = false; // The last look got no answer.
  let pending = 0; // Changes that the page does not show yet.
  let held = false; // They wait for the reader.
  let since = Date.now(); // When the figures were true.

  const matter = () => document.getElementById('live');
  const fill = (pattern, ...values) => values.reduce((t, v, i) => t.replace('{' + i + '}', v), pattern);

  // A swap would take the focus or the selection away from who reads.
  const busy = () => {
    const live = matter();
    const at = document.activeElement;
    return document.hidden || (live.contains(at) && at.id !== 'live-show' && at.matches('a, select, button, summary, input, textarea, [tabindex]'))
      || !(document.getSelection()?.isCollapsed ?? true);
  };

  // What it says is true: live while the page shows what the server knows, else how old it is and what waits.
  const paint = () => {
    const live = matter();
    const state = document.getElementById('live-state');
    const show = document.getElementById('live-show');
    if (!live || !state || !show) return;
    const off = connected !== true || failed;
    const minutes = Math.floor((Date.now() - since) / 60000);
    live.classList.toggle('old', off);
    state.className = 'live ' + (off ? 'off' : held ? 'held' : 'on');
    state.textContent = off ? fill(state.dataset.off, state.dataset.at, minutes) : held ? fill(state.dataset.held, minutes) : state.dataset.on;
    show.hidden = off || !held;
    show.textContent = pending === 0 ? show.dataset.latest : fill(pending === 1 ? show.dataset.one : show.dataset.many, pending);
  };

  const refresh = (asked) => {
    clearTimeout(waiting);
    waiting = null;
    if (!matter()) return;
    if (asked !== true && busy()) {
      held = true;
      paint();
      later();
      return;
    }
    if (window.htmx) window.htmx.trigger(matter(), 'stale');
    draw();
  };
  const later = () => { if (!waiting) waiting = setTimeout(refresh, patience); };

  if (matter()) {
    const events = new EventSource(matter().dataset.events);
    // Also the first time: something may have happened since the page was made.
    events.onopen = () => { connected = true; paint(); later(); };
    events.onerror = () => { connected = null; paint(); };
    for (const kind of (matter().dataset.kinds ?? 'message turned retired reassessed change').split(' ')) {
      events.addEventListener(kind, () => { pending++; if (busy()) { held = true; paint(); } later(); });
    }
    let open = [];
    let asked = false;
    document.body.addEventListener('click', (event) => {
      if (event.target.id === 'live-show') { asked = true; refresh(true); }
    });
    document.body.addEventListener('htmx:beforeSwap', (event) => {
      if (event.detail.target.id === 'live') open = [...matter().querySelectorAll('details')].map((one) => one.open);
    });
    document.body.addEventListener('htmx:afterSwap', () => {
      pending = 0;
      held = failed = false;
      since = Date.now();
      [...matter().querySelectorAll('details')].forEach((one, i) => { one.open = open[i] === true; });
      if (asked) matter().querySelector('h1').focus();
      asked = false;
      paint();
    });
    for (const fault of ['htmx:sendError', 'htmx:responseError', 'htmx:timeout']) {
      document.body.addEventListener(fault, () => { failed = true; paint(); });
    }
    document.addEventListener('visibilitychange', () => { if (!document.hidden && held) refresh(); });
    window.addEventListener('pagehide', () => events.close());
    setInterval(later, tick);
    setInterval(paint, tick / 4);
  }

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const dashes = { vulnerable: 'solid', unknown: [6, 3], silent: [2, 3], mitigated: [10, 4], fixed: 'solid' };
  const shapes = { vulnerable: 'diamond', unknown: 'circle', silent: 'emptyCircle', mitigated: 'triangle', fixed: 'rect' };

  async function draw() {
    const place = document.getElementById('burn');
    if (!place || !window.echarts) return;
    let data;
    try {
      const answer = await fetch(place.dataset.points);
      if (!answer.ok) return;
      data = await answer.json();
    } catch { return; }
    if (chart && chart.getDom() !== place) { chart.dispose(); chart = null; }
    chart = chart || window.echarts.init(place, null, { renderer: 'canvas' });
    chart.setOption(option(data), true);
  }

  function option(data) {
    const locale = data.language === 'ja' ? 'ja-JP' : 'sv-SE';
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone: data.zone, month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
    const first = data.times[0];
    const last = Math.max(data.times[data.times.length - 1], data.forecast ? data.forecast.clear : 0);
    const short = last - first < 2 * 86400000; // Within two days the hours tell more than the day, which would repeat.
    const day = (time) => {
      const found = Object.fromEntries(parts.formatToParts(time).map((p) => [p.type, p.value]));
      const date = found.month + (data.language === 'ja' ? '/' : '-') + found.day;
      return short ? date + ' ' + found.hour + ':' + found.minute : date;
    };
    const moment = new Intl.DateTimeFormat(locale, { timeZone: data.zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
    const font = getComputedStyle(document.body).fontFamily;
    const size = Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8);
    const text = { color: colour('ink'), fontFamily: font, fontSize: size };
    const series = data.series.filter((one) => one.values.some((v) => v > 0)).map((one) => ({
      name: one.label, type: 'line', step: false, color: colour(one.id),
      symbol: shapes[one.id], symbolSize: 6, showSymbol: data.times.length < 40,
      lineStyle: { width: one.id === 'vulnerable' ? 3 : 2, type: dashes[one.id] },
      data: data.times.map((t, i) => [t, one.values[i]]),
    }));
    if (data.forecast) {
      series.push({
        name: data.forecast.label, type: 'line', color: colour('ember'), symbol: 'none', lineStyle: { type: [3, 4], width: 2 },
        data: [[data.forecast.from, data.forecast.open], [data.forecast.clear, 0]],
      });
    }
    return {
      animation: false, backgroundColor: 'transparent', textStyle: text,
      grid: { left: 8, right: 18, top: 46, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, icon: undefined, textStyle: text, itemWidth: 28 },
      tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: colour('raised'), borderColor: colour('strong'), textStyle: text,
        formatter: (points) => moment.format(points[0].value[0]) + '\n' + points.map((p) => p.seriesName + '  ' + p.value[1]).join('\n') },
      xAxis: { type: 'time', axisLabel: { ...text, color: colour('quiet'), hideOverlap: true, formatter: (t) => day(t) },
        axisLine: { lineStyle: { color: colour('strong') } }, splitNumber: 6, minInterval: short ? 60000 : 86400000,
        // What began a moment ago has no width of its own: an hour is shown.
        min: Math.min(first, last - 3600000), max: last },
      yAxis: { type: 'value', minInterval: 1, axisLabel: { ...text, color: colour('quiet') }, splitLine: { lineStyle: { color: colour('line') } } },
      series,
    };
  }

  window.addEventListener('resize', () => { if (chart) chart.resize(); });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  draw();
})();
