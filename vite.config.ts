import { defineConfig } from 'vite';

/** The page of the console. Its HTML stands beside it in `public` and names these files, so that they have fixed names. */
export default defineConfig({
  root: 'src/console/page',
  logLevel: 'warn',
  build: {
    outDir: '../../../dist/console/page',
    emptyOutDir: true,
    modulePreload: false,
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: 'src/console/page/main.tsx',
      output: { entryFileNames: 'console.js', assetFileNames: 'console[extname]' },
    },
  },
});
