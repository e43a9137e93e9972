export { FollowAddedDto } from './follow-added.dto.js';
export { FollowDeletedDto } from './follow-deleted.dto.js';
