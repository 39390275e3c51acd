// Creates many channels with the unmodified ali-oss SDK, some at a time:
//   node oss-many.js ENDPOINT ACCESS_KEY_ID ACCESS_KEY_SECRET BUCKET COUNT
// They are named c0, c1 and so on.
import OSS from 'ali-oss';

const [endpoint, accessKeyId, accessKeySecret, bucket, count] = process.argv.slice(2);
const client = new OSS({ endpoint, accessKeyId, accessKeySecret, bucket, authorizationV4: true });

let next = 0;
async function create() {
  while (next < Number(count)) {
    await client.putChannel(`c${next++}`, { Target: { Type: 'HLS', FragDuration: 5, FragCount: 3 } });
  }
}
await Promise.all(Array.from({ length: 16 }, create));
