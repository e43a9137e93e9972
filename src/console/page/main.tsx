import { render } from 'preact';
import { App } from './app.js';
import './console.css';

const element = document.getElementById('console');
if (element) render(<App />, element);
