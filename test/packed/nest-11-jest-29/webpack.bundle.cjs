const { IgnorePlugin } = require('webpack');

/** What Nest loads only where it is installed. */
const OPTIONAL = /^@nestjs\/(microservices|websockets)|^@fastify\/(static|view)/;

/** As Nest's own configuration, with everything in one file; only the native lmdb stays outside. */
module.exports = (options) => ({
  ...options,
  externals: { lmdb: 'commonjs lmdb' },
  plugins: [...options.plugins, new IgnorePlugin({ resourceRegExp: OPTIONAL })],
});
