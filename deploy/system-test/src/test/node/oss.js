// Administers a running node with the unmodified OSS SDK, in both of its signature versions, or one:
//   node oss.js ENDPOINT ACCESS_KEY_ID ACCESS_KEY_SECRET BUCKET [FFMPEG [VERSION]]
// ENDPOINT is the API port's address, http://127.0.0.1:8090. BUCKET is created, and deleted at the end. With FFMPEG, a
// program, it also publishes to what getRtmpUrl() returns and looks at the channel meanwhile (about 20 s); with VERSION, V1
// or V4, it uses that one only.
// Prints one line for each check, "ok ..." or "not ok ..."; exits with 0 if all are ok, 1 if not, 2 if it cannot run.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import OSS from 'ali-oss';

const [endpoint, accessKeyId, accessKeySecret, bucket, ffmpeg, only] = process.argv.slice(2);
if (!bucket) {
  console.error('usage: node oss.js ENDPOINT ACCESS_KEY_ID ACCESS_KEY_SECRET BUCKET [FFMPEG [VERSION]]');
  process.exit(2);
}

let version = '';
let failures = 0;

async function check(name, body) {
  try {
    await body();
    console.log(`ok ${version} ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`not ok ${version} ${name}: ${error.message}`);
  }
}

function equal(actual, expected, what = 'value') {
  if (!isDeepStrictEqual(actual, expected)) {
    throw new Error(`${what}: ${JSON.stringify(actual)} (expected: ${JSON.stringify(expected)})`);
  }
}

function is(condition, what) {
  if (!condition) {
    throw new Error(what);
  }
}

/** The call is refused, with this status, one of these codes, and the error case number if one is given. */
async function refused(call, status, codes, ec) {
  let result;
  try {
    result = await call();
  } catch (error) {
    is(error.status === status && codes.split('|').includes(error.code),
      `${error.status} ${error.code} ${error.message} (expected: ${status} ${codes})`);
    is(error.requestId, 'no RequestId in the error');
    is(error.hostId, 'no HostId in the error');
    if (ec) {
      equal(error.ecCode, ec, 'EC');
    }
    return;
  }
  throw new Error(`accepted with ${result?.res?.status} (expected: ${status} ${codes})`);
}

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

async function until(seconds, what, probe) {
  const deadline = Date.now() + seconds * 1000;
  for (let last = ''; ; await pause(200)) {
    try {
      const found = await probe();
      if (found) {
        return found;
      }
    } catch (error) {
      last = `: ${error.message}`;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what} not within ${seconds} s${last}`);
    }
  }
}

function client(more = {}) {
  return new OSS({ endpoint, accessKeyId, accessKeySecret, bucket, authorizationV4: version === 'V4', ...more });
}

const conf = {
  Description: 'this is my channel',
  Status: 'enabled',
  Target: { Type: 'HLS', FragDuration: '10', FragCount: '5', PlaylistName: 'playlist.m3u8' },
};

async function buckets(oss) {
  await check('putBucket', async () => equal((await oss.putBucket(bucket)).bucket, bucket, 'bucket'));
  await check('putBucket again', async () => equal((await oss.putBucket(bucket)).res.status, 200, 'status'));
  await check('listBuckets', async () =>
    is((await oss.listBuckets()).buckets.some(each => each.name === bucket), 'the bucket is not listed'));
  await check('listBuckets in pages', async () => {
    const page = await oss.listBuckets({ prefix: bucket, 'max-keys': 1 });
    equal(page.buckets.map(each => each.name), [bucket], 'buckets');
  });
  await check('getBucketInfo', async () => {
    const info = (await oss.getBucketInfo(bucket)).bucket;
    equal([info.Name, info.AccessControlList.Grant], [bucket, 'private'], 'name and ACL');
  });
  await check('getBucketLocation', async () => is((await oss.getBucketLocation(bucket)).location, 'no location'));
  await check('putBucketACL, getBucketACL', async () => {
    await oss.putBucketACL(bucket, 'public-read');
    equal((await oss.getBucketACL(bucket)).acl, 'public-read', 'ACL');
    await oss.putBucketACL(bucket, 'private');
    equal((await oss.getBucketACL(bucket)).acl, 'private', 'ACL');
  });
  await check('putBucketACL with an unknown one', () =>
    refused(() => oss.putBucketACL(bucket, 'public'), 400, 'InvalidArgument'));
}

async function channels(oss) {
  await check('putChannel', async () => {
    const put = await oss.putChannel('test-channel', conf);
    equal([put.publishUrls.length, put.playUrls.length], [1, 1], 'number of URLs');
    is(put.publishUrls[0].endsWith(`/${bucket}/live/test-channel`), `publish URL ${put.publishUrls[0]}`);
    is(put.playUrls[0].endsWith(`/${bucket}/test-channel/playlist.m3u8`), `play URL ${put.playUrls[0]}`);
    is(put.res.headers['x-oss-request-id'] && put.res.headers.server && put.res.headers.date, 'a header is missing');
  });
  await check('getChannel', async () => equal((await oss.getChannel('test-channel')).data, conf, 'data'));
  await check('putChannel with defaults', async () => {
    await oss.putChannel('defaults', { Target: { Type: 'HLS' } });
    equal((await oss.getChannel('defaults')).data, {
      Description: '',
      Status: 'enabled',
      Target: { Type: 'HLS', FragDuration: '5', FragCount: '3', PlaylistName: 'playlist.m3u8' },
    }, 'data');
  });
  await check('putChannel overwrites', async () => {
    await oss.putChannel('defaults', { ...conf, Description: '' });
    equal((await oss.getChannel('defaults')).data.Target.FragDuration, '10', 'FragDuration');
  });
  await check('putChannel not to overwrite', () =>
    refused(() => oss.putChannel('defaults', conf, { headers: { 'x-oss-forbid-overwrite': 'true' } }),
      409, 'ChannelAlreadyExists'));
  await check('putChannel with flat lower-case names', async () => {
    await oss.putChannel('flat', {
      name: 'n', description: 'd', status: 'disabled', type: 'HLS', fragDuration: 5, fragCount: 3,
      playlistName: 'playlist.m3u8',
    });
    equal((await oss.getChannel('flat')).data.Description, 'd', 'Description');
    equal((await oss.getChannelStatus('flat')).data, { Status: 'Disabled' }, 'status');
  });
  await check('names in any script', async () => {
    const name = "live 频道+!'()*~";
    await oss.putChannel(name, { Description: '测试 <&> "q"', Target: { Type: 'HLS' } });
    equal((await oss.getChannel(name)).data.Description, '测试 <&> "q"', 'Description');
    is((await oss.listChannels({ prefix: 'live ' })).channels.some(each => each.Name === name), 'it is not listed');
    equal((await oss.deleteChannel(name)).res.status, 204, 'status');
  });
  await check('putChannelStatus, getChannelStatus', async () => {
    equal((await oss.putChannelStatus('test-channel', 'disabled')).res.status, 200, 'status');
    equal((await oss.getChannelStatus('test-channel')).data, { Status: 'Disabled' }, 'data');
    await oss.putChannelStatus('test-channel', 'enabled');
    equal((await oss.getChannelStatus('test-channel')).data, { Status: 'Idle' }, 'data');
  });
  await check('getChannelHistory', async () =>
    equal((await oss.getChannelHistory('test-channel')).records, [], 'records'));
  await check('an unknown channel', async () => {
    const unknown = [404, 'NoSuchLiveChannel', '0026-00000021'];
    await refused(() => oss.getChannel('unknown'), ...unknown);
    await refused(() => oss.getChannelStatus('unknown'), ...unknown);
    await refused(() => oss.getChannelHistory('unknown'), ...unknown);
    await refused(() => oss.putChannelStatus('unknown', 'enabled'), ...unknown);
    equal((await oss.deleteChannel('unknown')).res.status, 204, 'status of deleteChannel');
  });
  await check('an empty name deletes nothing', async () => {
    await refused(() => oss.deleteChannel(''), 400, 'InvalidArgument');
    await refused(() => oss.putChannel('', conf), 400, 'InvalidArgument');
    equal((await oss.getChannel('test-channel')).data, conf, 'data');
  });
}

async function badChannels(oss) {
  const target = more => ({ Target: { Type: 'HLS', FragDuration: 5, FragCount: 3, ...more } });
  const wrong = [
    ['no Target', { Description: 'd' }, 'MalformedXML'],
    ['an empty configuration', {}, 'MalformedXML'],
    ['an unknown type', { Target: { Type: 'HLs' } }, 'InvalidArgument'],
    ['a long Description', { Description: 'x'.repeat(129), ...target() }, 'InvalidArgument', '0044-00000001'],
    ['an unknown Status', { Status: 'on', ...target() }, 'InvalidArgument', '0044-00000002'],
    ['FragDuration 0', target({ FragDuration: 0 }), 'InvalidArgument', '0044-00000014'],
    ['FragDuration 101', target({ FragDuration: 101 }), 'InvalidArgument', '0044-00000014'],
    ['FragCount 101', target({ FragCount: 101 }), 'InvalidArgument', '0044-00000015'],
    ['a slash in PlaylistName', target({ PlaylistName: 'a/b.m3u8' }), 'InvalidArgument', '0044-00000016'],
    ['a short PlaylistName', target({ PlaylistName: '.m3u8' }), 'InvalidArgument', '0044-00000017'],
    ['a PlaylistName without suffix', target({ PlaylistName: 'playlist' }), 'InvalidArgument', '0044-00000018'],
    ['a Snapshot', { ...target(), Snapshot: { Interval: 5 } }, 'InvalidArgument', '0044-00000004'],
  ];
  for (const [name, configuration, code, ec] of wrong) {
    await check(`putChannel with ${name}`, () => refused(() => oss.putChannel('bad', configuration), 400, code, ec));
  }
  await check('putChannel with a slash in the name', () =>
    refused(() => oss.putChannel('a/b', conf), 400, 'InvalidArgument|InvalidChannelName'));
  await check('putChannel with a name of 64 bytes', () =>
    refused(() => oss.putChannel('x'.repeat(64), conf), 400, 'InvalidArgument|InvalidChannelName'));
  await check('putChannelStatus with an unknown status', () =>
    refused(() => oss.putChannelStatus('test-channel', 'Enabled'), 400, 'InvalidArgument', '0017-00000255'));
}

async function lists(oss) {
  await check('listChannels in pages', async () => {
    for (let i = 0; i < 5; i += 1) {
      await oss.putChannel(`channel-list-${i}`, conf);
    }
    const query = { prefix: 'channel-list-', 'max-keys': 2 };
    const first = await oss.listChannels(query);
    equal(first.channels.map(each => each.Name), ['channel-list-0', 'channel-list-1'], 'names');
    equal([first.isTruncated, first.nextMarker], [true, 'channel-list-1'], 'truncation');
    is(first.channels[0].PublishUrls[0].startsWith('rtmp'), 'no publish URL');
    is(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/.test(first.channels[0].LastModified), first.channels[0].LastModified);
    const last = await oss.listChannels({ ...query, marker: 'channel-list-2' });
    equal(last.channels.map(each => each.Name), ['channel-list-3', 'channel-list-4'], 'names');
    equal([last.isTruncated, last.nextMarker], [false, null], 'truncation');
  });
  await check('listChannels with empty arguments', async () => {
    const all = (await oss.listChannels()).channels.length;
    for (const query of [{ prefix: '' }, { prefix: null }, { prefix: undefined }, { marker: '', 'max-keys': 100 }]) {
      equal((await oss.listChannels(query)).channels.length, all, JSON.stringify(query));
    }
  });
  await check('listChannels of none', async () =>
    equal((await oss.listChannels({ prefix: 'no-such' })).channels, [], 'channels'));
  for (const keys of [0, -1, 1001, 'x']) {
    await check(`listChannels with max-keys ${keys}`, () =>
      refused(() => oss.listChannels({ 'max-keys': keys }), 400, 'InvalidArgument', '0044-00000101'));
  }
}

async function badVods(oss) {
  const wrong = [
    ['nothing in the span', 'v.m3u8', { startTime: 1, endTime: 2 }, '0044-00000308'],
    ['an end before the beginning', 'v.m3u8', { startTime: 2, endTime: 1 }, '0044-00000306'],
    ['more than a day', 'v.m3u8', { startTime: 1, endTime: 86402 }, '0044-00000307'],
    ['no beginning', 'v.m3u8', { endTime: 1 }, '0044-00000304'],
    ['no end', 'v.m3u8', { startTime: 1 }, '0044-00000305'],
    ['another suffix', 'v.txt', { startTime: 1, endTime: 2 }, '0044-00000403'],
  ];
  for (const [name, playlist, time, ec] of wrong) {
    await check(`createVod with ${name}`, () =>
      refused(() => oss.createVod('test-channel', playlist, time), 400, 'InvalidArgument', ec));
  }
  await check('createVod of an unknown channel', async () => {
    try {
      await oss.createVod('unknown', 'v.m3u8', { startTime: 1, endTime: 2 });
    } catch (error) {
      is(['NoSuchLiveChannel', 'InvalidArgument'].includes(error.code), `${error.status} ${error.code}`);
      return;
    }
    throw new Error('accepted');
  });
}

async function objects(oss) {
  const content = Buffer.from('0123456789');
  await check('put, head, get', async () => {
    await oss.put('folder/a b+c.txt', content);
    const head = await oss.head('folder/a b+c.txt');
    equal(head.res.headers['content-length'], '10', 'length');
    const got = await oss.get('folder/a b+c.txt');
    equal(got.content.toString(), '0123456789', 'content');
    equal(got.res.headers.etag, head.res.headers.etag, 'ETag');
  });
  await check('put with a content type of its own', async () => {
    await oss.put('page', content, { mime: 'text/html;charset=utf-8' });
    await oss.put('octets', content, { mime: 'application/octet-stream' });
  });
  await check('get a range', async () => {
    const part = await oss.get('page', { headers: { Range: 'bytes=2-4' } });
    equal([part.res.status, part.content.toString()], [206, '234'], 'answer');
  });
  await check('get what is not modified', async () => {
    const { etag } = (await oss.head('page')).res.headers;
    const again = await oss.head('page', { headers: { 'If-None-Match': etag } });
    equal(again.status, 304, 'status');
  });
  await check('list and listV2', async () => {
    const query = { delimiter: '/', 'max-keys': 2 };
    const first = await oss.list(query);
    equal([first.prefixes, first.objects.map(each => each.name), first.isTruncated], [['folder/'], ['octets'], true],
      'first page');
    const rest = await oss.list({ ...query, marker: first.nextMarker });
    equal([rest.objects.map(each => each.name), rest.isTruncated], [['page'], false], 'second page');
    const page = await oss.listV2({ 'max-keys': 2 });
    equal(page.keyCount, 2, 'keyCount');
    const more = await oss.listV2({ 'max-keys': 2, 'continuation-token': page.nextContinuationToken });
    equal(more.objects.map(each => each.name), ['page'], 'second page');
  });
  await check('an unknown object', () => refused(() => oss.get('unknown'), 404, 'NoSuchKey'));
  await check('what is not there is not taken for something else', async () => {
    await refused(() => oss.deleteBucketCORS(bucket), 501, 'NotImplemented');
    await refused(() => oss.putACL('page', 'private'), 501, 'NotImplemented');
    equal((await oss.get('page')).content.toString(), '0123456789', 'content');
  });
  await check('a bucket with objects is not deleted', () =>
    refused(() => oss.deleteBucket(bucket), 409, 'BucketNotEmpty'));
  await check('delete', async () => {
    for (const name of ['folder/a b+c.txt', 'page', 'octets', 'never there']) {
      equal((await oss.delete(name)).res.status, 204, 'status');
    }
  });
}

async function strangers() {
  await check('a wrong secret', () =>
    refused(() => client({ accessKeySecret: 'wrong' }).listChannels(), 403, 'SignatureDoesNotMatch'));
  await check('an unknown key', () =>
    refused(() => client({ accessKeyId: 'UNKNOWN' }).listChannels(), 403, 'InvalidAccessKeyId'));
  for (const minutes of [-16, 16]) {
    await check(`a clock that is off by ${minutes} minutes`, () =>
      refused(() => client({ amendTimeSkewed: minutes * 60000 }).listChannels(), 403, 'RequestTimeTooSkewed'));
  }
  await check('a clock that is off by 14 minutes', async () => {
    await client({ amendTimeSkewed: 14 * 60000 }).listChannels();
  });
  await check('an unknown bucket', () =>
    refused(() => client({ bucket: `${bucket}-not` }).listChannels(), 404, 'NoSuchBucket'));
  await check('no credential', async () => {
    const answer = await fetch(`${endpoint}/${bucket}/test-channel?live`);
    equal(answer.status, 403, 'status');
    is((await answer.text()).includes('<Code>AccessDenied</Code>'), 'no AccessDenied');
  });
  await check('path style', async () => {
    equal((await client({ sldEnable: true }).getChannel('test-channel')).data, conf, 'data');
  });
  await check('the SDK\'s cname option', async () => {
    equal((await client({ cname: true }).getChannel('test-channel')).data, conf, 'data');
  });
  await check('additional signed headers', async () => {
    equal((await client().getChannel('test-channel', { additionalHeaders: ['user-agent'] })).data, conf, 'data');
  });
}

/** A GET by an address that is signed with V1, path style, as signatureUrl() refuses IP endpoints. */
function presigned(key, expires, subresource = '') {
  const text = `GET\n\n\n${expires}\n/${bucket}/${key}${subresource && `?${subresource}`}`;
  const signature = createHmac('sha1', accessKeySecret).update(text).digest('base64');
  return `${endpoint}/${bucket}/${key}?OSSAccessKeyId=${accessKeyId}&Expires=${expires}`
    + `&Signature=${encodeURIComponent(signature)}${subresource && `&${subresource}`}`;
}

async function signedAddresses(oss) {
  const now = () => Math.floor(Date.now() / 1000);
  await oss.put('signed.txt', Buffer.from('x'));
  await check('a V1 signed address', async () =>
    equal(await (await fetch(presigned('signed.txt', now() + 60))).text(), 'x', 'content'));
  await check('an expired one', async () => {
    const answer = await fetch(presigned('signed.txt', now() - 1));
    equal(answer.status, 403, 'status');
    is((await answer.text()).includes('Request has expired.'), 'no reason');
  });
  await check('one for another object', async () =>
    equal((await fetch(presigned('signed.txt', now() + 60).replace('signed.txt?', 'other.txt?'))).status, 403, 'status'));
  await check('a V4 signed address', async () => {
    const url = await client({ authorizationV4: true, sldEnable: true }).signatureUrlV4('GET', 60, undefined, 'signed.txt');
    equal(await (await fetch(url)).text(), 'x', 'content');
  });
  await oss.delete('signed.txt');
}

function publish(url, seconds) {
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100'];
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25'];
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '25', '-pix_fmt', 'yuv420p',
    '-c:a', 'aac'];
  const program = spawn(ffmpeg, ['-nostdin', '-loglevel', 'error', '-re', ...picture, ...sound, '-t', `${seconds}`,
    ...coding, '-f', 'flv', url], { stdio: ['ignore', 'ignore', 'pipe'] });
  program.said = '';
  program.stderr.on('data', data => { program.said += data; });
  program.ended = new Promise(resolve => program.on('exit', resolve));
  return program;
}

async function live(oss) {
  const begin = Math.floor(Date.now() / 1000) - 1;
  await oss.putChannel('on-air', { Target: { Type: 'HLS', FragDuration: 2, FragCount: 3, PlaylistName: 'playlist.m3u8' } });
  const publisher = publish(oss.getRtmpUrl('on-air', { expires: 3600, params: { playlistName: 'playlist.m3u8' } }), 60);
  try {
    await check('a push to getRtmpUrl() shows Live', async () => {
      const status = await until(20, 'Live with sound and 25 pictures a second', async () => {
        is(publisher.exitCode === null, `ffmpeg ended: ${publisher.said}`);
        const { data } = await oss.getChannelStatus('on-air');
        const measured = data.Video && Math.abs(Number(data.Video.FrameRate) - 25) <= 2 && Number(data.Video.Bandwidth) > 0;
        return data.Status === 'Live' && measured && data.Audio ? data : null;
      });
      equal([status.Video.Width, status.Video.Height, status.Video.Codec], ['320', '240', 'H264'], 'Video');
      equal([status.Audio.SampleRate, status.Audio.Codec], ['44100', 'AAC'], 'Audio');
      is(/^.+:\d+$/.test(status.RemoteAddr), `RemoteAddr ${status.RemoteAddr}`);
      is(Math.abs(Date.parse(status.ConnectedTime) - Date.now()) < 60000, `ConnectedTime ${status.ConnectedTime}`);
    });
    await check('delete and put while live are refused', async () => {
      await refused(() => oss.deleteChannel('on-air'), 409, 'ChannelStillLive', '0044-00000201');
      await refused(() => oss.putChannel('on-air', conf), 409, 'ChannelStillLive', '0044-00000201');
    });
    await check('the live playlist shows segments that can be read', async () => {
      const playlist = await until(30, 'a playlist of three segments', async () => {
        const text = (await oss.get('on-air/playlist.m3u8')).content.toString();
        return text.split('.ts').length === 4 ? text : null;
      });
      const segment = playlist.split('\n').find(line => line.endsWith('.ts'));
      equal((await oss.get(`on-air/${segment}`)).content[0], 0x47, 'first byte');
    });
    await check('createVod while live, with and without suffix', async () => {
      const time = { startTime: begin, endTime: Math.floor(Date.now() / 1000) };
      await oss.createVod('on-air', 're-play', time);
      await oss.createVod('on-air', 'full.m3u8', time);
      const vod = (await oss.get('on-air/re-play.m3u8')).content.toString();
      is(vod.includes('.ts\n') && vod.endsWith('#EXT-X-ENDLIST\n'), vod);
    });
    await check('GetVodPlaylist', async () => {
      const subres = { vod: null, startTime: begin, endTime: Math.floor(Date.now() / 1000) };
      const answer = await oss.request(oss._objectRequestParams('GET', 'on-air', { subres }));
      is(answer.data.toString().includes('#EXT-X-ENDLIST'), answer.data.toString());
    });
    await check('hls/sign lets a stranger play', async () => {
      const expires = Math.floor(Date.now() / 1000) + 60;
      const answer = await fetch(presigned('on-air/re-play.m3u8', expires, 'x-oss-process=hls/sign'));
      const segment = (await answer.text()).split('\n').find(line => line.includes('.ts?'));
      equal((await fetch(`${endpoint}/${bucket}/on-air/${segment}`)).status, 200, 'status');
    });
    await check('disabling cuts the publisher', async () => {
      await oss.putChannelStatus('on-air', 'disabled');
      const cut = await Promise.race([publisher.ended.then(() => true), pause(10000).then(() => false)]);
      is(cut, 'ffmpeg still publishes');
      await until(5, 'Disabled', async () => (await oss.getChannelStatus('on-air')).data.Status === 'Disabled');
    });
  } finally {
    publisher.kill('SIGKILL');
    await publisher.ended;
  }
  await check('history shows the session', async () => {
    const records = await until(10, 'a record', async () => {
      const found = (await oss.getChannelHistory('on-air')).records;
      return found.length ? found : null;
    });
    equal(records.length, 1, 'records');
    is(Date.parse(records[0].EndTime) > Date.parse(records[0].StartTime), JSON.stringify(records[0]));
  });
  if (version === 'V1') {
    await check('history keeps the last ten sessions', async () => {
      await oss.putChannelStatus('on-air', 'enabled');
      const first = (await oss.getChannelHistory('on-air')).records[0];
      for (let i = 2; i <= 11; i += 1) {
        await publish(oss.getRtmpUrl('on-air'), 1).ended;
        await until(10, `session ${i}`, async () =>
          (await oss.getChannelHistory('on-air')).records.length === Math.min(i, 10)
          && (await oss.getChannelStatus('on-air')).data.Status === 'Idle');
      }
      const { records } = await oss.getChannelHistory('on-air');
      equal(records.length, 10, 'records');
      is(!records.some(each => isDeepStrictEqual(each, first)), 'the oldest is still there');
      equal(records.map(each => each.StartTime), records.map(each => each.StartTime).sort(), 'order');
      await oss.putChannelStatus('on-air', 'disabled');
    });
  }
  await check('a push to a disabled channel is refused', async () => {
    const second = publish(oss.getRtmpUrl('on-air'), 20);
    const code = await Promise.race([second.ended, pause(10000).then(() => 'running')]);
    second.kill('SIGKILL');
    is(code !== 0 && code !== 'running', `ffmpeg: ${code}`);
  });
  await check('an expired or forged address is refused', async () => {
    await oss.putChannelStatus('on-air', 'enabled');
    for (const url of [oss.getRtmpUrl('on-air', { expires: -10 }), oss.getRtmpUrl('on-air').replace('Signature=', 'Signature=x')]) {
      const stranger = publish(url, 20);
      const code = await Promise.race([stranger.ended, pause(10000).then(() => 'running')]);
      stranger.kill('SIGKILL');
      is(code !== 0 && code !== 'running', `ffmpeg: ${code}`);
    }
  });
  await check('segments survive the channel', async () => {
    await oss.deleteChannel('on-air');
    is((await oss.list({ prefix: 'on-air/', 'max-keys': 1000 })).objects.some(each => each.name.endsWith('.ts')), 'no segment');
  });
}

async function clean(oss) {
  await check('channels and bucket are deleted', async () => {
    for (const channel of (await oss.listChannels({ 'max-keys': 1000 })).channels) {
      equal((await oss.deleteChannel(channel.Name)).res.status, 204, 'status');
    }
    for (const object of (await oss.list({ 'max-keys': 1000 })).objects) {
      await oss.delete(object.name);
    }
    await oss.deleteBucket(bucket);
    await refused(() => oss.listChannels(), 404, 'NoSuchBucket');
  });
}

for (version of only ? [only] : ['V1', 'V4']) {
  const oss = client();
  await buckets(oss);
  await channels(oss);
  await badChannels(oss);
  await lists(oss);
  await badVods(oss);
  await strangers();
  await check('a bucket with channels is not deleted', () => refused(() => oss.deleteBucket(bucket), 409, 'BucketNotEmpty'));
  await objects(oss);
  await signedAddresses(oss);
  if (ffmpeg) {
    await live(oss);
  }
  await clean(oss);
}
console.log(failures === 0 ? 'all checks ok' : `${failures} checks not ok`);
process.exit(failures === 0 ? 0 : 1);
