export { StateChangedDto } from './state-changed.dto.js';
