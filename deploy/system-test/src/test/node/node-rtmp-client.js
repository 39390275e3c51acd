// Node-Media-Server's own RTMP client plays a stream and publishes what it gets as another, until it is ended:
// node node-rtmp-client.js PLAYED PUBLISHED
import { createRequire } from 'node:module';

const NodeRtmpClient = createRequire(import.meta.url)('node-media-server/src/node_rtmp_client');
const [played, published] = process.argv.slice(2);

const player = new NodeRtmpClient(played);
const publisher = new NodeRtmpClient(published);
player.on('audio', (payload, timestamp) => publisher.pushAudio(payload, timestamp));
player.on('video', (payload, timestamp) => publisher.pushVideo(payload, timestamp));
player.on('script', (payload, timestamp) => publisher.pushScript(payload, timestamp));
player.on('status', status => console.log('player', status));
publisher.on('status', status => {
  console.log('publisher', status);
  if (status.code === 'NetStream.Publish.Start') {
    player.startPull();
  }
});
publisher.startPush();
