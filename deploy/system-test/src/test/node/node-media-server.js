// Runs a Node-Media-Server that relays by ffmpeg: node node-media-server.js RTMP_PORT FFMPEG RTMP_OF_PEER
// What is published to its app "push" it publishes to the peer's app "live"; what is played from its app "pull" and not
// there it plays from the peer's app "live".
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [port, ffmpeg, peer] = process.argv.slice(2);

// The relay of 2.7.4 asks for the version of ffmpeg by a function that the package forgot, and so never starts.
require('node-media-server/src/node_core_utils').getFFmpegVersion ??= async () => '8.0';
const NodeMediaServer = require('node-media-server');

const server = new NodeMediaServer({
  rtmp: { port: Number(port), chunk_size: 60000, gop_cache: true, ping: 30, ping_timeout: 60 },
  relay: {
    ffmpeg,
    tasks: [
      { app: 'push', mode: 'push', edge: `${peer}/live` },
      { app: 'pull', mode: 'pull', edge: `${peer}/live` },
    ],
  },
});
server.run();
