export { ContentModeratedDto } from './content-moderated.dto.js';
