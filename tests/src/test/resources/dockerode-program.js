// What a program written with dockerode does: a container, its streams, a command in it, files, events.
// The engine is DOCKER_HOST's. Each line printed is one thing that worked.
const Docker = require('dockerode');
const { PassThrough } = require('stream');
const docker = new Docker({ socketPath: process.env.DOCKER_HOST.replace('unix://', '') });

const say = (what, value) => console.log(`${what}: ${value}`);
const collect = (stream) => { const chunks = []; stream.on('data', (c) => chunks.push(c)); return () => Buffer.concat(chunks).toString().trim(); };
const ended = (stream) => new Promise((resolve, reject) => { stream.on('end', resolve); stream.on('close', resolve); stream.on('error', reject); });

async function main() {
  say('ping', await docker.ping());
  const events = await docker.getEvents({ filters: { type: ['container'], event: ['start', 'die'] } });
  const seen = collect(events);

  const container = await docker.createContainer({
    Image: 'busybox', name: 'by-dockerode', Cmd: ['cat'], OpenStdin: true, StdinOnce: true, Tty: false,
    HostConfig: { NetworkMode: 'none' },
  });
  const attached = await container.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true });
  const out = new PassThrough(), err = new PassThrough();
  const outText = collect(out);
  container.modem.demuxStream(attached, out, err);
  await container.start();

  const exec = await container.exec({ Cmd: ['sh', '-c', 'read line; echo got $line; echo oops >&2; exit 4'], AttachStdin: true, AttachStdout: true, AttachStderr: true });
  const session = await exec.start({ hijack: true, stdin: true });
  const execOut = new PassThrough(), execErr = new PassThrough();
  const execOutText = collect(execOut), execErrText = collect(execErr);
  docker.modem.demuxStream(session, execOut, execErr);
  session.write('a line\n');
  await ended(session);
  say('exec', `${execOutText()}, ${execErrText()}, ${(await exec.inspect()).ExitCode}`);

  const stats = await container.stats({ stream: false });
  say('stats', stats.memory_stats.usage > 0);
  const archive = await container.getArchive({ path: '/etc/hostname' });
  const tar = collect(archive);
  await ended(archive);
  say('archive', tar().includes('hostname'));

  attached.write('through cat\n');
  attached.end();
  say('wait', (await container.wait()).StatusCode);
  say('attach', outText());
  const logs = await container.logs({ stdout: true, stderr: true });
  say('logs', logs.subarray(8).toString().trim());
  await container.remove();
  try { await container.inspect(); } catch (e) { say('gone', e.statusCode); }
  const text = seen().split('\n').map((line) => JSON.parse(line).Action).join(' ');
  events.destroy();
  say('events', text);
  await docker.run('busybox', ['echo', 'run'], (() => { const s = new PassThrough(); s.on('data', (c) => say('run', c.toString().trim())); return s; })(), { HostConfig: { AutoRemove: true, NetworkMode: 'none' } });
}
main().catch((e) => { console.error(e); process.exit(1); });
