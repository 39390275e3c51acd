// Plays streams in headless Chromium, all in one page: node play.js SECONDS hls|mpegts|flv URL [hls|mpegts|flv URL ...]
// Prints one line of JSON for each: how far the video got, its size, and what went wrong.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [seconds, ...rest] = process.argv.slice(2);
const streams = [];
for (let i = 0; i < rest.length; i += 2) {
  const url = rest[i + 1];
  streams.push({ player: rest[i], url, type: new URL(url).pathname.endsWith('.ts') ? 'mpegts' : 'flv' });
}
const scripts = { hls: 'hls.js/dist/hls.min.js', mpegts: 'mpegts.js/dist/mpegts.js', flv: 'flv.js/dist/flv.js' };
const players = [...new Set(streams.map(stream => stream.player))];
const browser = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'].find(existsSync);
if (!browser) {
  console.error('no Chromium: apt-get install chromium');
  process.exit(2);
}

// All of them in sight, or Chromium would not start those that are not.
const page = `<!doctype html><style>video { width: 160px; height: 90px }</style>
${streams.map(() => '<video muted autoplay playsinline></video>').join('\n')}
${players.map(player => `<script src="/${player}.js"></script>`).join('\n')}
<script>
  const streams = ${JSON.stringify(streams)};
  const start = (video, stream) => {
    video.errors = [];
    if (stream.player === 'hls') {
      const hls = new Hls();
      hls.on(Hls.Events.ERROR, (event, data) => { if (data.fatal) video.errors.push(data.type + ' ' + data.details); });
      hls.loadSource(stream.url);
      hls.attachMedia(video);
    } else {
      const library = stream.player === 'flv' ? flvjs : mpegts;
      const player = library.createPlayer({ type: stream.type, isLive: true, cors: true, url: stream.url });
      player.on(library.Events.ERROR,
        (type, detail, info) => video.errors.push(type + ' ' + detail + ' ' + JSON.stringify(info)));
      player.attachMediaElement(video);
      player.load();
      player.play().catch(error => video.errors.push(String(error)));
    }
  };
  document.querySelectorAll('video').forEach((video, i) => start(video, streams[i]));
</script>`;

// The page comes from another origin than the stream, as it does on any web site.
const server = createServer(async (request, response) => {
  const player = request.url.slice(1).replace('.js', '');
  if (scripts[player]) {
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
const TRIES = 5;

// What came of each stream, and whether Chromium has dropped all its connections meanwhile.
const watch = async () => {
  const tab = await chrome.newPage();
  const messages = [];
  tab.on('console', message => messages.push(message.text()));
  tab.on('pageerror', error => messages.push(String(error)));
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  const states = () => tab.evaluate(() => [...document.querySelectorAll('video')].map(video => ({
    currentTime: video.currentTime,
    width: video.videoWidth,
    height: video.videoHeight,
    decoded: video.getVideoPlaybackQuality().totalVideoFrames,
    errors: video.errors,
  })));
  await tab
    .waitForFunction(
      () => [...document.querySelectorAll('video')].every(video => video.errors.length > 0 || video.currentTime > 0.1),
      null, { timeout: 45_000 })
    .catch(() => {});
  const first = await states();
  const started = first.map(state => state.errors.length === 0 && state.currentTime > 0.1);
  if (started.every(Boolean)) {
    await tab.waitForTimeout(Number(seconds) * 1000);
    // On a busy machine it takes longer until so much is decoded.
    await tab
      .waitForFunction(
        ends => [...document.querySelectorAll('video')].every(
          (video, i) => video.errors.length > 0 || video.currentTime > ends[i]),
        first.map(state => state.currentTime + Number(seconds) * 0.8), { timeout: 45_000 })
      .catch(() => {});
  }
  const last = await states();
  await tab.close();
  return {
    networkChanged: messages.some(message => message.includes('ERR_NETWORK_CHANGED')),
    lines: streams.map(({ player, url }, i) => JSON.stringify({
      player, url, started: started[i], first: first[i].currentTime, ...last[i], messages: messages.slice(-5),
    })),
  };
};

try {
  let seen = await watch();
  // Chromium drops all connections when this machine gets an address, as it does when another test connects nodes.
  for (let i = 1; i < TRIES && seen.networkChanged; i++) {
    seen = await watch();
  }
  seen.lines.forEach(line => console.log(line));
} finally {
  await chrome.close();
  server.close();
}
