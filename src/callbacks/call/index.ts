export { CallEndedDto } from './call-ended.dto.js';
export { CallMemberChangedDto } from './call-member-changed.dto.js';
export { CallStartedDto } from './call-started.dto.js';
