/**
 * `node .ci/serve-tarball.mjs package.tgz` serves a tarball to npm as the latest version of its package, prints the URL, and redirects all
 * other requests to the upstream of npm's configuration. So the Nest CLI adds the package in the way of a user, before it is published.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [, , file] = process.argv;
const tarball = readFileSync(file);
const manifest = JSON.parse(
  execFileSync('tar', ['-xzOf', file, 'package/package.json'], { encoding: 'utf8' }),
);
const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();

const server = createServer((request, response) => {
  const { origin } = new URL(`http://${request.headers.host}`);
  if (request.url === '/package.tgz') response.end(tarball);
  else if (request.url !== `/${manifest.name}`) {
    response.writeHead(302, { Location: new URL(request.url.slice(1), upstream).href }).end();
  } else {
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const version = { ...manifest, dist: { tarball: `${origin}/package.tgz`, integrity } };
    response.setHeader('Content-Type', 'application/json');
    response.end(
      JSON.stringify({
        name: manifest.name,
        'dist-tags': { latest: manifest.version },
        versions: { [manifest.version]: version },
      }),
    );
  }
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
