// Plays a stream in headless Chromium: node play.js hls|mpegts URL SECONDS
// Prints one line of JSON: how far the video got, its size, and what went wrong.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [player, url, seconds] = process.argv.slice(2);
const type = new URL(url).pathname.endsWith('.ts') ? 'mpegts' : 'flv';
const scripts = { hls: 'hls.js/dist/hls.min.js', mpegts: 'mpegts.js/dist/mpegts.js' };
const browser = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'].find(existsSync);
if (!browser) {
  console.error('no Chromium: apt-get install chromium');
  process.exit(2);
}

const page = `<!doctype html><video id="video" muted autoplay playsinline></video>
<script src="/player.js"></script>
<script>
  const video = document.getElementById('video');
  window.errors = [];
  if (${JSON.stringify(player)} === 'hls') {
    const hls = new Hls();
    hls.on(Hls.Events.ERROR, (event, data) => { if (data.fatal) errors.push(data.type + ' ' + data.details); });
    hls.loadSource(${JSON.stringify(url)});
    hls.attachMedia(video);
  } else {
    const player = mpegts.createPlayer({ type: ${JSON.stringify(type)}, isLive: true, url: ${JSON.stringify(url)} });
    player.on(mpegts.Events.ERROR, (type, detail, info) => errors.push(type + ' ' + detail + ' ' + JSON.stringify(info)));
    player.attachMediaElement(video);
    player.load();
    player.play().catch(error => errors.push(String(error)));
  }
</script>`;

// The page comes from another origin than the stream, as it does on any web site.
const server = createServer(async (request, response) => {
  if (request.url === '/player.js') {
    const file = fileURLToPath(new URL(`node_modules/${scripts[player]}`, import.meta.url));
    response.setHeader('content-type', 'text/javascript').end(await readFile(file));
  } else if (request.url === '/') {
    response.setHeader('content-type', 'text/html').end(page);
  } else {
    response.writeHead(404).end();
  }
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));

const chrome = await chromium.launch({
  executablePath: browser,
  // A test's certificates are signed by nobody.
  args: [
    '--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--disable-gpu', '--ignore-certificate-errors',
  ],
});
try {
  const tab = await chrome.newPage();
  const messages = [];
  tab.on('console', message => messages.push(message.text()));
  tab.on('pageerror', error => messages.push(String(error)));
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  const state = () => tab.evaluate(() => {
    const video = document.getElementById('video');
    return {
      currentTime: video.currentTime,
      width: video.videoWidth,
      height: video.videoHeight,
      decoded: video.getVideoPlaybackQuality().totalVideoFrames,
      errors: window.errors,
    };
  });
  const started = await tab
    .waitForFunction(
      () => window.errors.length > 0 || document.getElementById('video').currentTime > 0.1, null, { timeout: 45_000 })
    .then(() => tab.evaluate(() => window.errors.length === 0), () => false);
  const first = await state();
  if (started) {
    await tab.waitForTimeout(Number(seconds) * 1000);
  }
  const last = await state();
  console.log(JSON.stringify({ started, first: first.currentTime, ...last, messages: messages.slice(-5) }));
} finally {
  await chrome.close();
  server.close();
}
