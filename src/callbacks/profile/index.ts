export { ProfileUpdatedDto } from './profile-updated.dto.js';
