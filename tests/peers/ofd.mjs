// Opens an OFD file with the npm package ofd.js in a real browser and prints what it found as JSON: an independent reader for the tests.
// node ofd.mjs FILE [PICTURE.png]
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const library = fileURLToPath(new URL('node_modules/ofd.js/lib/ofd.umd.min.js', import.meta.url));
const [file, picture] = process.argv.slice(2);

// Runs in the page. ofd.js hangs an OFD element on the first key of each entry; numbers stay texts as in the file.
function report() {
  const list = (value) => (value === undefined || value === '' ? [] : [value].flat().filter((item) => item !== ''));
  const numbers = (text) => String(text).trim().split(/\s+/).map(Number);
  // ofd.js leaves references such as &amp; as they stand in the file.
  const plain = (text) => new DOMParser().parseFromString(`<p>${text}</p>`, 'text/html').documentElement.textContent;
  const texts = (content) => list(content?.['ofd:Layer']).flatMap((layer) => list(layer['ofd:TextObject']))
    .map((text) => ({ boundary: numbers(text['@_Boundary']), text: plain(list(text['ofd:TextCode']).map((code) => code['#text'] ?? code).join('')) }));
  const done = (result) => { document.getElementById('result').textContent = JSON.stringify(result); };
  fetch('/file').then((answer) => answer.arrayBuffer()).then((bytes) => window.ofd.parseOfdDocument({
    ofd: new File([bytes], 'file.ofd'),
    success([read]) {
      const divs = window.ofd.renderOfd(794, read);
      divs.forEach((div) => document.body.append(div));
      done({
        pages: read.pages.map((page) => {
          const [id, { json }] = Object.entries(page)[0];
          const stamps = list(read.stampAnnot[id]).map(({ type, obj }) => ({ type, boundary: [obj.boundary.x, obj.boundary.y, obj.boundary.w, obj.boundary.h], clip: obj.clip ?? null }));
          return { id, box: numbers(json['ofd:Area']['ofd:PhysicalBox']), texts: texts(json['ofd:Content']), stamps };
        }),
        drawn: divs.length,
      });
    },
    fail: (error) => done({ error: String(error?.stack ?? error) }),
  })).catch((error) => done({ error: String(error?.stack ?? error) }));
}

const page = `<!doctype html><meta charset="utf-8"><title>ofd</title><body><pre id="result" hidden></pre>
<script src="/library.js"></script><script>(${report})();</script>`;
const answers = {
  '/': ['text/html', async () => page],
  '/library.js': ['text/javascript', () => readFile(library)],
  '/file': ['application/octet-stream', () => readFile(file)],
};
const server = createServer(async (request, response) => {
  const [type, content] = answers[request.url] ?? ['text/plain', async () => ''];
  response.setHeader('Content-Type', type);
  response.end(await content());
});
server.listen(0, '127.0.0.1', () => {
  const address = `http://localhost:${server.address().port}/`;
  const common = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'];
  const run = (extra, then) => execFile(process.env.TRUST_CHROMIUM || '/usr/bin/chromium', [...common, ...extra, address], { maxBuffer: 1 << 28 }, then);
  run(['--virtual-time-budget=60000', '--dump-dom'], (error, dom) => {
    const found = dom?.match(/<pre id="result"[^>]*>([\s\S]*?)<\/pre>/)?.[1] ?? '';
    console.log(found.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&') || JSON.stringify({ error: String(error ?? 'nothing came') }));
    if (!picture) {
      server.close();
    } else {
      run(['--virtual-time-budget=60000', `--screenshot=${picture}`, '--window-size=830,1160'], () => server.close());
    }
  });
});
