// What a page can do more with a script than without; without one everything still works.
'use strict';

// Buttons that copy a command.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break; // Browsers offer it over HTTPS and on this machine only.
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = '✓ ' + button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

for (const select of document.querySelectorAll('[data-submits]')) {
  select.addEventListener('change', () => select.form.requestSubmit());
}

for (const button of document.querySelectorAll('[data-prints]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

// Files go one by one, so that each is answered for itself and a large number shows its progress.
const intake = document.getElementById('intake');
if (intake) {
  const drop = document.getElementById('drop');
  const files = document.getElementById('files');
  const bar = document.getElementById('bar');
  const text = document.getElementById('progress-text');
  const results = document.getElementById('results');
  const sum = document.getElementById('sum');
  const fill = (pattern, ...values) => values.reduce((t, v, i) => t.replace('{' + i + '}', v), pattern);

  // What has to be looked at stands before what went well, in the order in which it came.
  const show = (section) => {
    const bad = [...results.querySelectorAll('.taken.bad')].pop();
    if (!section.classList.contains('bad')) results.append(section);
    else if (bad) bad.after(section);
    else results.prepend(section);
    const count = (key) => [...results.children].reduce((sum, one) => sum + Number(one.dataset[key] || 0), 0);
    sum.textContent = fill(intake.dataset.sum, count('kept'), count('known'), results.querySelectorAll('.taken.bad').length, count('older'));
  };

  const failed = (name, why) => {
    const section = document.createElement('section');
    section.className = 'panel taken bad';
    const title = document.createElement('h2');
    title.textContent = '! ' + name;
    const what = document.createElement('p');
    what.textContent = intake.dataset.failed + (why ? ' (' + why + ')' : '');
    section.append(title, what);
    show(section);
  };

  const send = async (list) => {
    if (!document.getElementById('site').reportValidity()) return;
    const button = intake.querySelector('button.primary');
    button.disabled = true;
    document.getElementById('progress').hidden = false;
    results.replaceChildren();
    sum.textContent = '';
    bar.max = list.length;
    let done = 0;
    for (const file of list) {
      const body = new FormData();
      body.append('_csrf', intake.elements._csrf.value);
      body.append('site', intake.elements.site.value);
      body.append('modified', file.lastModified);
      body.append('files', file, file.name);
      try {
        const answer = await fetch(intake.action, { method: 'POST', body, headers: { 'HX-Request': 'true', 'X-CSRF-Token': intake.elements._csrf.value } });
        const part = await answer.text();
        if (answer.ok && !answer.redirected) {
          // Our own server's answer, escaped there; it holds no script.
          for (const one of [...document.createRange().createContextualFragment(part).children]) show(one);
        } else {
          failed(file.name, answer.status);
        }
      } catch {
        failed(file.name);
      }
      bar.value = ++done;
      text.textContent = fill(intake.dataset.progress, done, list.length);
    }
    button.disabled = false;
    results.dataset.done = done;
    files.value = '';
  };

  intake.addEventListener('submit', (event) => {
    event.preventDefault();
    send([...files.files]);
  });
  for (const kind of ['dragenter', 'dragover']) {
    drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add('over'); });
  }
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    const dropped = [...event.dataTransfer.files];
    if (dropped.length) send(dropped);
  });
}
