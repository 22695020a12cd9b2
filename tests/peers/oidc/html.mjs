// Reads what a browser without scripts needs of a page: forms, links, text. For pages that are well formed; not a parser for the web.

const tag = /<(\/?)([a-z][a-z0-9-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const attribute = /([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

export const decode = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : (named[name] ?? whole));

const attributes = (source) =>
  Object.fromEntries([...source.matchAll(attribute)].map(([, name, a, b, c]) => [name.toLowerCase(), decode(a ?? b ?? c ?? '')]));

export const textOf = (html) =>
  decode(html.replace(/<(script|style|head)\b.*?<\/\1>/gis, ' ').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim();

export function parse(html) {
  const source = html.replace(/<!--.*?-->/gs, '');
  const links = [];
  const forms = [];
  const byId = new Map();
  const orphans = [];
  let open;
  for (const [, closing, name, rest] of source.matchAll(tag)) {
    const element = name.toLowerCase();
    if (closing) {
      if (element === 'form') open = undefined;
      continue;
    }
    const has = attributes(rest);
    if (element === 'a' && has.href) links.push(has.href);
    if (element === 'form') {
      open = { action: has.action, method: (has.method ?? 'get').toLowerCase(), fields: [], buttons: [] };
      forms.push(open);
      if (has.id) byId.set(has.id, open);
    }
    const isButton = element === 'button' ? (has.type ?? 'submit') === 'submit' : element === 'input' && has.type === 'submit';
    if ((!isButton && element !== 'input') || 'disabled' in has) continue;
    const control = {
      name: has.name,
      type: element === 'input' ? (has.type ?? 'text').toLowerCase() : 'button',
      value: has.value,
      checked: 'checked' in has,
      action: has.formaction,
      isButton,
    };
    if (has.form) orphans.push([has.form, control]);
    else if (open) (isButton ? open.buttons : open.fields).push(control);
  }
  for (const [id, control] of orphans) {
    const form = byId.get(id);
    if (form) (control.isButton ? form.buttons : form.fields).push(control);
  }
  return { forms, links, text: textOf(source) };
}
