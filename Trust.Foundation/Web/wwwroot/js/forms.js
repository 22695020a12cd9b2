// Focus on the error summary, busy buttons, shown passwords, copied references.
document.querySelector('.t-summary')?.focus();

document.addEventListener('click', event => {
  if (event.target.closest?.('[aria-disabled="true"]')) event.preventDefault();
});

document.addEventListener('submit', event => {
  const button = event.submitter;
  if (event.defaultPrevented || !button?.dataset.busy) return;
  if (button.getAttribute('aria-busy') === 'true') {
    event.preventDefault();
    return;
  }
  // The width stays; only the words change.
  const label = button.querySelector('.t-button-label');
  const spinner = document.createElement('span');
  spinner.className = 't-spinner';
  button.dataset.label = label.textContent;
  button.setAttribute('aria-busy', 'true');
  label.textContent = button.dataset.busy;
  button.prepend(spinner);
});

// Back from the page cache: the form can be sent again.
window.addEventListener('pageshow', event => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll('[aria-busy="true"][data-label]')) {
    button.removeAttribute('aria-busy');
    button.querySelector('.t-spinner')?.remove();
    button.querySelector('.t-button-label').textContent = button.dataset.label;
  }
});

for (const button of document.querySelectorAll('[data-reveal]')) {
  const input = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener('click', () => {
    const shown = input.type === 'text';
    input.type = shown ? 'password' : 'text';
    button.setAttribute('aria-pressed', String(!shown));
  });
}

// The next code may be asked for only after a while: the button counts down, and says its words again at the end.
for (const button of document.querySelectorAll('button[data-wait]')) {
  const label = button.querySelector('.t-button-label');
  const words = label.textContent;
  const end = performance.now() + button.dataset.wait * 1000;
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (left > 0) button.setAttribute('aria-disabled', 'true');
    else button.removeAttribute('aria-disabled');
    label.textContent = left > 0 ? `${words} (${left})` : words;
    if (left > 0) setTimeout(tick, 1000);
  };
  tick();
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = document.body.dataset.copied;
  });
}

const shortcut = document.querySelector('[data-shortcut]');
document.addEventListener('keydown', event => {
  const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
  if (!shortcut || typing || event.key !== shortcut.dataset.shortcut || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  shortcut.focus();
});
