// Takes one step at a node's OSS API with the unmodified ali-oss SDK, for tests that do something else in between:
//   node oss-step.js ENDPOINT ACCESS_KEY_ID ACCESS_KEY_SECRET BUCKET STEP CHANNEL
// STEP is one of
//   open      lets anybody publish and play
//   create    makes the bucket and the channel, with segments of two seconds
//   quick     makes the channel, with segments of one second
//   url       prints the signed publish address
//   disable   disables the channel
//   status    prints Live, Idle or Disabled
//   vod       prints the name of each segment of the last twelve hours
//   history   prints the end time of each session in the history
import OSS from 'ali-oss';

const [endpoint, accessKeyId, accessKeySecret, bucket, step, channel] = process.argv.slice(2);
const client = new OSS({ endpoint, accessKeyId, accessKeySecret, bucket, authorizationV4: true });

const steps = {
  open: () => client.putBucketACL(bucket, 'public-read-write'),
  create: async () => {
    await client.putBucket(bucket);
    await client.putChannel(channel, { Target: { Type: 'HLS', FragDuration: 2, FragCount: 3 } });
  },
  quick: () => client.putChannel(channel, { Target: { Type: 'HLS', FragDuration: 1, FragCount: 4 } }),
  url: () => console.log(client.getRtmpUrl(channel, { expires: 3600 })),
  disable: () => client.putChannelStatus(channel, 'disabled'),
  status: async () => console.log((await client.getChannelStatus(channel)).data.Status),
  vod: async () => {
    const now = Math.floor(Date.now() / 1000);
    const subres = { vod: null, startTime: now - 12 * 3600, endTime: now };
    const playlist = (await client.request(client._objectRequestParams('GET', channel, { subres }))).data.toString();
    console.log(playlist.split('\n').filter(line => line && !line.startsWith('#')).map(line => line.split('/').pop()).join('\n'));
  },
  history: async () => console.log((await client.getChannelHistory(channel)).records.map(each => each.EndTime).join('\n')),
};
await steps[step]();
