/** The rooms, and who may call whom: imports go one way. */
const rooms = [
  'domain',
  'methods',
  'reports',
  'families',
  'services',
  'activities',
  'workflows',
  'workers',
  'scripts',
];
const mayImport = {
  domain: [],
  methods: ['domain'],
  reports: ['domain'],
  families: ['methods', 'domain', 'reports'],
  services: ['domain'],
  activities: ['services', 'families', 'methods', 'domain'],
};
const forbidden = Object.entries(mayImport).map(([room, allowed]) => ({
  name: `${room}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: `^(${rooms.filter((other) => other !== room && !allowed.includes(other)).join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'workflows-import-only-workflows-domain-and-decide',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        path: `^(${rooms.filter((room) => !['workflows', 'domain'].includes(room)).join('|')})/`,
        pathNot: '^methods/.*decide\\.ts$',
      },
    },
    {
      name: 'domain-has-no-library-but-sha256',
      severity: 'error',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['npm', 'core'], pathNot: 'node_modules/@noble/hashes/' },
    },
    {
      name: 'methods-and-reports-have-no-node',
      severity: 'error',
      from: { path: '^methods/' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nobody-imports-scripts',
      severity: 'error',
      from: { pathNot: '^(scripts|tests|benchmarks)/' },
      to: { path: '^scripts/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types may come from anywhere (workflows take the types of activities); only what runs is bound.
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
