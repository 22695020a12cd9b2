// A one-time code counts down and is made anew, while somebody looks at it: <div data-once="60"> with a form and [data-once-left="… # …"].
// Without script the button makes the next one. It stops after five minutes, so that a phone left open shows no codes.
const longest = 5 * 60 * 1000;
const begun = Date.now();
let timer;

function start(box) {
  const seconds = Number(box.dataset.once);
  const text = box.querySelector('[data-once-left]');
  if (!seconds || !text) return;
  const end = Date.now() + seconds * 1000;
  const pattern = text.dataset.onceLeft;
  clearInterval(timer);
  timer = setInterval(() => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    text.textContent = pattern.replace('#', left);
    if (left > 3) return;
    if (Date.now() - begun < longest && !document.hidden) {
      clearInterval(timer);
      renew(box);
    } else if (left === 0) {
      clearInterval(timer);
      box.querySelector('.t-qr')?.remove();
      text.textContent = '';
    }
  }, 1000);
}

async function renew(box) {
  const form = box.querySelector('form');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById(box.id);
    if (!answer.ok || !fresh) throw new Error(String(answer.status));
    const held = document.activeElement?.closest('form') === form;
    box.replaceChildren(...fresh.childNodes);
    box.dataset.once = fresh.dataset.once;
    if (held) box.querySelector('button')?.focus();
    start(box);
  } catch {
    box.querySelector('.t-qr')?.remove();
  }
}

for (const box of document.querySelectorAll('[data-once]')) start(box);
