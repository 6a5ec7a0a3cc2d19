// Tests run on compiled code. BOLTD_BUILD names another output folder, for several builds side by side.
const build = process.env.BOLTD_BUILD ?? 'build';

export default {
  files: [`${build}/test/**/*.test.js`],
  nodeArguments: ['--enable-source-maps'],
  workerThreads: false,
  timeout: '5m',
};
