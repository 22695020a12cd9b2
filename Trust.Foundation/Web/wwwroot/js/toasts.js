// A toast leaves after six seconds, unless someone is on it or reads in elder mode.
const stay = 6000;
const patient = document.documentElement.hasAttribute('data-elder');

for (const toast of document.querySelectorAll('.t-toasts > .t-toast')) {
  let timer;
  const leave = () => { timer = setTimeout(() => toast.remove(), stay); };
  const wait = () => clearTimeout(timer);
  if (patient) continue;
  toast.addEventListener('pointerenter', wait);
  toast.addEventListener('focusin', wait);
  toast.addEventListener('pointerleave', leave);
  toast.addEventListener('focusout', leave);
  leave();
}
